/** A posted form, or a query: texts by name. A field that was sent twice, or as an object, counts as not sent. */
export interface Form {
  /** Without spaces around it; `undefined` where it is not sent or empty. */
  text(name: string): string | undefined
  /** Names of the fields that hold a text. */
  readonly names: ReadonlyArray<string>
}

const LONGEST = 4_096

/** Reads what the server's parser made of a form. */
export const formOf = (body: unknown): Form => {
  const fields = new Map(
    Object.entries(typeof body === "object" && body !== null ? body : {}).flatMap(([name, value]) => {
      const text = typeof value === "string" && value.length <= LONGEST ? value.trim() : ""
      return text === "" ? [] : [[name, text] as const]
    }),
  )
  return { text: (name) => fields.get(name), names: [...fields.keys()] }
}
