import type { Dialect } from "../options.js"
import type { StatementProfile } from "./profile.js"

/** Dates as an Excel with Indonesian settings shows what it took for one. */
const excelDates = (format: string): ReadonlyArray<string> => {
  if (format === "iso") return ["DD/MM/YYYY HH:mm:ss", "DD/MM/YYYY HH:mm", "DD/MM/YYYY HH.mm", "DD/MM/YYYY"]
  return [format.replace(/(?<=[YMD])-(?=[YMD])/g, "/")]
}

type Dated = { readonly formats: readonly [string, ...Array<string>] }

const withDates = <D extends Dated>(dated: D, more: (format: string) => ReadonlyArray<string>): D => ({
  ...dated,
  formats: [...new Set([...dated.formats, ...dated.formats.flatMap(more)])],
})

/** A profile as a spreadsheet left its report. Amounts in sen have no separators, so they stay as they are. */
export const inDialect = (profile: StatementProfile, dialect: Dialect | undefined): StatementProfile => {
  if (dialect === undefined) return profile
  const isExcel = dialect === "excel-id"
  const {
    delimiter,
    numbers,
    dates = [],
  } = isExcel ? { delimiter: ";" as const, numbers: "id" as const, dates: [] } : dialect
  const more = (format: string): ReadonlyArray<string> => [...(isExcel ? excelDates(format) : []), ...dates]
  return {
    ...profile,
    file:
      profile.file.format === "table" && delimiter !== undefined
        ? { ...profile.file, delimiter }
        : profile.file,
    numbers: profile.numbers === "sen" ? "sen" : (numbers ?? profile.numbers),
    dates: Object.fromEntries(
      Object.entries(profile.dates).map(([name, dated]) => [name, withDates(dated, more)]),
    ),
    facts: profile.facts.map((fact) =>
      fact.formats === undefined ? fact : withDates({ ...fact, formats: fact.formats }, more),
    ),
  }
}
