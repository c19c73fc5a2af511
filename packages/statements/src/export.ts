export { type CsvStyle, toCsv } from "./export/csv.js"
export {
  type DayToExport,
  type ExportCell,
  type ExportTable,
  exportTables,
  type FindingToExport,
  type LineToExport,
  type StatementExport,
} from "./export/tables.js"
export type { ExportLanguage } from "./export/words.js"
export { toXlsx } from "./export/xlsx.js"
