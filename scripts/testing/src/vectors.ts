import { readFileSync } from "node:fs"

/** Something that a file of vectors says, and whether it holds. */
export interface Checked {
  /** Where it stands and what it is, for a line of output. */
  readonly what: string
  readonly holds: boolean
}

/** A row of a table: its cells by the column's heading in lower case. */
export type Row = Readonly<Record<string, string>>

/** A file of vectors in the form of a specification: Markdown with tables and JSON blocks. */
export interface VectorFile {
  readonly text: string
  readonly rows: ReadonlyArray<Row>
  /** The JSON blocks that parse, with the line at which each begins. */
  readonly blocks: ReadonlyArray<{ readonly line: number; readonly body: unknown }>
}

const cellsOf = (line: string): ReadonlyArray<string> =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim())

const isTableLine = (line: string): boolean => line.trim().startsWith("|")
const isRule = (line: string | undefined): boolean => line !== undefined && /^\s*\|[\s|:-]+\|\s*$/.test(line)

const rowsIn = (lines: ReadonlyArray<string>): ReadonlyArray<Row> => {
  const rows: Array<Row> = []
  let columns: ReadonlyArray<string> = []
  for (const [index, line] of lines.entries()) {
    if (!isTableLine(line)) columns = []
    else if (isRule(lines[index + 1])) columns = cellsOf(line).map((cell) => cell.toLowerCase())
    else if (columns.length > 0 && !isRule(line))
      rows.push(Object.fromEntries(cellsOf(line).map((cell, column) => [columns[column] ?? "", cell])))
  }
  return rows
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads a file of vectors. */
export const readVectors = (path: string): VectorFile => {
  const text = readFileSync(path, "utf8")
  const blocks = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(({ index, 1: json = "" }) => ({
    line: text.slice(0, index).split("\n").length,
    body: parsed(json),
  }))
  return { text, rows: rowsIn(text.split("\n")), blocks: blocks.filter(({ body }) => body !== undefined) }
}

/** The examples of a Basic header: the key in backticks, and the header in backticks within the same sentence. */
export const basicHeadersIn = ({ text }: VectorFile): ReadonlyArray<{ key: string; header: string }> =>
  [...text.matchAll(/for (?:key )?`([^`]+)`: `(Basic [A-Za-z0-9+/=]+)`/g)].map(
    ([, key = "", header = ""]) => ({ key, header }),
  )

/**
 * Checks a file of vectors and prints how many hold and which fail. The exit code tells: 1 where one fails, 2 where
 * there is nothing to check.
 *
 * @param args of the command: the file
 * @param check what a provider makes of the file
 */
export const runVectors = (
  [path]: ReadonlyArray<string>,
  check: (file: VectorFile) => ReadonlyArray<Checked>,
): void => {
  if (path === undefined) {
    console.error("Usage: vectors FILE")
    process.exitCode = 2
    return
  }
  const checked = check(readVectors(path))
  const failed = checked.filter(({ holds }) => !holds)
  for (const { what } of failed) console.error(`does not hold: ${what}`)
  console.log(`${checked.length - failed.length} of ${checked.length} hold`)
  process.exitCode = checked.length === 0 ? 2 : failed.length > 0 ? 1 : 0
}
