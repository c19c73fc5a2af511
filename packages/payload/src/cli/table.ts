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

/** A payload's text must not steer the terminal: control and formatting characters are shown as a box. */
export const inert = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\u25a1")
