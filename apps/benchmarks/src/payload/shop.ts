import type { BuildInput, Encodable } from "@qriskit/payload"

/** A shop's code for one order: what a builder is told. */
export const order = (reference: string): BuildInput => ({
  pointOfInitiation: "dynamic",
  merchantAccounts: [
    { gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "TOKOCONTOH1", criteria: "UMI" },
  ],
  centralRepository: { nmid: "ID1020000000001", criteria: "UMI" },
  merchantCategoryCode: "5812",
  amount: 25_000,
  merchantName: "TOKO CONTOH",
  merchantCity: "JAKARTA",
  postalCode: "10310",
  additionalData: { referenceLabel: reference, terminalLabel: "A01" },
})

/** The same code as tags and values, for those that only frame. */
export const tags = (reference: string): ReadonlyArray<Encodable> => [
  { tag: "00", value: "01" },
  { tag: "01", value: "12" },
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
  { tag: "54", value: "25000" },
  { tag: "58", value: "ID" },
  { tag: "59", value: "TOKO CONTOH" },
  { tag: "60", value: "JAKARTA" },
  { tag: "61", value: "10310" },
  {
    tag: "62",
    children: [
      { tag: "05", value: reference },
      { tag: "07", value: "A01" },
    ],
  },
]

export const references = (): ReadonlyArray<string> =>
  Array.from({ length: 64 }, (_, index) => `ORDER-${20_261_120 + index}`)
