import { type Encodable, encode, type ParseOptions, parse, type QrisPayload } from "../src/index.js"

/** The payload of a text that is known to be one. */
export const parsed = (text: string, options?: ParseOptions): QrisPayload => {
  const result = parse(text, options)
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join("; "))
  return result.payload
}

/** A merchant's static code that keeps every rule. */
export const STATIC_OBJECTS: ReadonlyArray<Encodable> = [
  { tag: "00", value: "01" },
  { tag: "01", value: "11" },
  {
    tag: "26",
    children: [
      { tag: "00", value: "ID.CO.EXAMPLE.WWW" },
      { tag: "01", value: "936009150000001234" },
      { tag: "02", value: "TOKOCONTOH1" },
      { tag: "03", value: "UMI" },
    ],
  },
  {
    tag: "51",
    children: [
      { tag: "00", value: "ID.CO.QRIS.WWW" },
      { tag: "02", value: "ID1020000000001" },
      { tag: "03", value: "UMI" },
    ],
  },
  { tag: "52", value: "5812" },
  { tag: "53", value: "360" },
  { tag: "58", value: "ID" },
  { tag: "59", value: "TOKO CONTOH" },
  { tag: "60", value: "JAKARTA" },
  { tag: "61", value: "10310" },
]

/** A QRIS Transfer code that keeps every rule. */
export const TRANSFER_OBJECTS: ReadonlyArray<Encodable> = [
  { tag: "00", value: "01" },
  { tag: "01", value: "12" },
  {
    tag: "40",
    children: [
      { tag: "00", value: "ID.CO.EXAMPLE.WWW" },
      { tag: "01", value: "936000140001287667" },
      { tag: "02", value: "REKENING1" },
    ],
  },
  { tag: "52", value: "4829" },
  { tag: "53", value: "360" },
  { tag: "58", value: "ID" },
  { tag: "59", value: "NAMA PENERIMA" },
  { tag: "60", value: "JAKARTA" },
  { tag: "61", value: "10310" },
  {
    tag: "62",
    children: [
      { tag: "08", value: "DMCT" },
      {
        tag: "99",
        children: [
          { tag: "00", value: "00" },
          { tag: "01", value: "a1d64af7470ce64d" },
        ],
      },
    ],
  },
]

/** A change to a list of objects. */
export type Edit = (objects: ReadonlyArray<Encodable>) => ReadonlyArray<Encodable>

/** Sets the value at `"59"` or `"26.01"`; undefined removes the object; new objects go to the end. */
export const set =
  (path: string, value: string | undefined): Edit =>
  (objects) => {
    const [tag = "", ...rest] = path.split(".")
    const present = objects.find((object) => object.tag === tag)
    const edited = editedObject(tag, rest, value, present)
    const others = objects.filter((object) => object !== present)
    if (edited === undefined) return others
    return present === undefined
      ? [...objects, edited]
      : objects.map((object) => (object === present ? edited : object))
  }

const editedObject = (
  tag: string,
  rest: ReadonlyArray<string>,
  value: string | undefined,
  present: Encodable | undefined,
): Encodable | undefined => {
  if (rest.length === 0) return value === undefined ? undefined : { tag, value }
  return { tag, children: set(rest.join("."), value)(present?.children ?? []) }
}

/** The text of objects after some edits. */
export const edited = (objects: ReadonlyArray<Encodable>, ...edits: ReadonlyArray<Edit>): string =>
  encode(edits.reduce((current, edit) => edit(current), objects))
