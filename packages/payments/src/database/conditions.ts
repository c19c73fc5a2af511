/** A part of what a list is narrowed by: a text in which each `$` stands for the next of the values. */
export type Condition = readonly [text: string, ...values: ReadonlyArray<unknown>]

/** Joins conditions, those that apply, into what stands behind `where`; and the values of its placeholders. */
export const allOf = (
  ...conditions: ReadonlyArray<Condition | undefined>
): { readonly where: string; readonly values: ReadonlyArray<unknown> } => {
  const applying = conditions.filter((condition) => condition !== undefined)
  let place = 0
  const texts = applying.map(([text]) =>
    text.replaceAll("$", () => {
      place += 1
      return `$${place}`
    }),
  )
  return {
    where: texts.length === 0 ? "true" : texts.join(" and "),
    values: applying.flatMap(([, ...values]) => values),
  }
}
