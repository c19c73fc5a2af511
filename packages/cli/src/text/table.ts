import { inert } from "./inert.js"
import { type Paper, type Tone, toned } from "./paper.js"

/** A column of a table: its title, what stands in it, and how. */
export interface Column<A> {
  readonly title: string
  readonly of: (item: A) => string
  /** Amounts and counts stand on the right. */
  readonly isRight?: boolean
  /** Cut to what is left of the width. One column of a table at most. */
  readonly isWide?: boolean
  readonly tone?: (item: A) => Tone | undefined
}

const GAP = 2
const LEAST = 12

const cut = (text: string, width: number): string => {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`
}

const padded = (text: string, width: number, isRight: boolean): string => {
  const room = " ".repeat(Math.max(0, width - [...text].length))
  return isRight ? `${room}${text}` : `${text}${room}`
}

/** Lines of a table, its titles first. Columns are as wide as what stands in them; the wide one gives way. */
export const table = <A>(
  items: ReadonlyArray<A>,
  columns: ReadonlyArray<Column<A>>,
  paper: Paper,
): ReadonlyArray<string> => {
  const cells = items.map((item) => columns.map(({ of }) => inert(of(item))))
  const natural = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => [...(row[at] ?? "")].length)),
  )
  const fixed = natural.reduce((sum, width, at) => sum + (columns[at]?.isWide ? 0 : width + GAP), 0)
  const widths = natural.map((width, at) =>
    columns[at]?.isWide ? Math.min(width, Math.max(LEAST, paper.width - fixed)) : width,
  )
  const line = (texts: ReadonlyArray<string>, toneAt: (at: number) => Tone | undefined): string =>
    texts
      .map((text, at) => {
        const width = widths[at] ?? 0
        // A colour has no width.
        return toned(paper, toneAt(at), padded(cut(text, width), width, columns[at]?.isRight === true))
      })
      .join(" ".repeat(GAP))
      .trimEnd()
  return [
    line(
      columns.map(({ title }) => title),
      () => "quiet",
    ),
    ...items.map((item, row) => line(cells[row] ?? [], (at) => columns[at]?.tone?.(item))),
  ]
}

/** Names and what they are, one below the other; those that are absent are left out. */
export const listed = (
  entries: ReadonlyArray<readonly [name: string, value: string | undefined]>,
  paper: Paper,
): ReadonlyArray<string> => {
  const there = entries.filter(([, value]) => value !== undefined && value !== "")
  const width = Math.max(0, ...there.map(([name]) => name.length))
  return there.map(([name, value = ""]) => `  ${toned(paper, "quiet", name.padEnd(width))}  ${inert(value)}`)
}
