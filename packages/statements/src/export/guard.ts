/** What a spreadsheet takes for the beginning of a formula, also behind spaces. */
const FORMULA = /^\s*[=+\-@\t\r\n|]/

/** Control characters, which no cell shows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g

/** The most that a cell of a workbook holds. */
const LONGEST = 32_000

/**
 * A text that is only a text in every spreadsheet: what could be a formula gets an apostrophe in front. Ids and what
 * banks print come from outside.
 */
export const guardedText = (text: string): string => {
  const plain = text.replace(CONTROL, "").slice(0, LONGEST)
  return FORMULA.test(plain) ? `'${plain}` : plain
}
