/** A table of results, as Markdown. */
export interface Table {
  readonly title: string
  /** What was measured, and how. */
  readonly about: string
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  /** What the goal was and whether it was met. */
  readonly verdicts: ReadonlyArray<string>
}

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

export const toMarkdown = ({ title, about, columns, rows, verdicts }: Table): string =>
  [
    `## ${title}`,
    "",
    about,
    "",
    line(columns),
    line(columns.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...rows.map(line),
    "",
    ...verdicts.map((verdict) => `- ${verdict}`),
    "",
  ].join("\n")

/** `12.3`, `1,234`: three figures are enough. */
export const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3)

/** `±4 %` */
export const percent = (share: number): string => `±${Math.round(share * 100)} %`

/** A goal and whether it was met, in words. `undefined`: what it is held against could not be measured. */
export const verdict = (goal: string, isMet: boolean | undefined, found: string): string => {
  if (isMet === undefined) return `Goal: ${goal}. Not measured: ${found}.`
  return `Goal: ${goal}. ${isMet ? "Met" : "Missed"}: ${found}.`
}
