/** Rows as columns of equal width, for a terminal. */
export const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const printable = rows.map((row) => row.map((cell) => inert(cell)))
  const widths = printable.reduce<ReadonlyArray<number>>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  )
  return printable
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n")
}

/** What steers a terminal, or what one reads on it: control and format characters, line ends, halves of characters. */
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A payload's text must not steer the terminal: what could is shown as a box. */
export const inert = (text: string): string => text.replace(STEERING, "\u25a1")

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("")

/** JSON over several lines, with what could steer the terminal escaped: it means the same. */
export const json = (value: unknown): string =>
  JSON.stringify(value, undefined, 2)
    .split("\n")
    .map((line) => line.replace(STEERING, escaped))
    .join("\n")
