import { FAILURES } from "../src/failures.js"
import { FEATURES, GROUPS } from "../src/index.js"

const lineOf = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** A table as the formatter wants it: every column as wide as its widest cell. */
const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string | number>>): string => {
  const texts = [head, ...rows.map((cells) => cells.map(String))]
  const widths = head.map((_, column) => Math.max(...texts.map((cells) => cells[column]?.length ?? 0)))
  const [first = "", ...others] = texts.map((cells) =>
    lineOf(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  )
  return [first, lineOf(widths.map((width) => "-".repeat(width))), ...others].join("\n")
}

const scenariosNeeding = (feature: string): number =>
  Object.values(GROUPS)
    .flatMap(({ scenarios }) => Object.values(scenarios))
    .filter(({ needs = [] }) => needs.some((needed) => needed === feature)).length

const isWorthRepeating = (isRetryable: boolean): string => (isRetryable ? "yes" : "no")

const groups = Object.entries(GROUPS).map(([group, { about, scenarios }]) => ({
  group,
  about,
  count: Object.keys(scenarios).length,
}))

/** The tables of the README, by the comment that stands above each. */
export const TABLES: Readonly<Record<string, string>> = {
  features: table(
    ["feature", "without it there is no", "scenarios"],
    Object.entries(FEATURES).map(([name, { what }]) => [`\`${name}\``, what, scenariosNeeding(name)]),
  ),
  groups: table(
    ["group", "about", "scenarios"],
    [
      ...groups.map(({ group, about, count }) => [group, about, count]),
      ["", "together", groups.reduce((sum, { count }) => sum + count, 0)],
    ],
  ),
  failures: table(
    ["the acquirer gives", "reason", "outcome", "create may be repeated", "inquire may be repeated"],
    Object.values(FAILURES).map(({ title, reason, outcome, createIsRetryable, inquireIsRetryable }) => [
      title,
      `\`${reason}\``,
      `\`${outcome}\``,
      isWorthRepeating(createIsRetryable),
      isWorthRepeating(inquireIsRetryable),
    ]),
  ),
}
