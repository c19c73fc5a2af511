import type { Sheet, Cell as SheetCell, Workbook } from "hucre/xlsx"
import { BrokenCell, type Cell, DateCell, NumberCell } from "../cell.js"
import { PasswordNeeded, StatementError, TooLarge, UnreadableFile, WrongPassword } from "../error.js"
import { refuse } from "../refuse.js"
import { type Entry, entriesOf } from "./archive.js"
import type { Rows } from "./delimited.js"
import { bytesInWords, type Limits } from "./limits.js"

/**
 * One sheet as rows of cells. Cells that are merged are as the file has them: the value in the first, the others empty.
 */
export interface SheetRows extends Rows<Cell> {
  readonly name: string
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
  readonly merges: ReadonlyArray<{
    readonly startRow: number
    readonly startCol: number
    readonly endRow: number
    readonly endCol: number
  }>
}

/** Whether every row has at most one cell: each may be a whole row of delimited text. */
export const isOneColumn = ({ rows }: SheetRows): boolean =>
  rows.length > 0 && rows.every((row) => row.slice(1).every((cell) => cell === ""))

const ERROR = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/

const FORMULA_WITHOUT_RESULT =
  "is a formula whose result was not saved: open the file in a spreadsheet and save its values"

/** A number with a format of nothing but zeros is an id that lost its zeros: `000000000000`. */
const ONLY_ZEROS = /^0{2,30}$/

/** What a spreadsheet shows of a number: fifteen digits, the sixteenth and later ones are noise of its binary form. */
const exactly = (value: number): string => {
  const digits = Number(value.toPrecision(15))
  return Number.isSafeInteger(value) ? String(value) : String(digits)
}

const numberCell = (value: number, format: string | undefined): Cell => {
  if (!Number.isFinite(value)) return new BrokenCell("holds no number", "#NUM!")
  const exact = exactly(value)
  const zeros = format !== undefined && ONLY_ZEROS.test(format) ? format.length : 0
  return new NumberCell(exact, zeros > 0 && /^\d+$/.test(exact) ? exact.padStart(zeros, "0") : exact)
}

const cellOf = (value: unknown, cell: SheetCell | undefined): Cell => {
  const isFormula = cell?.formula !== undefined || cell?.type === "formula"
  const held = isFormula && (value === null || value === undefined) ? cell?.formulaResult : value
  if (held === null || held === undefined) {
    return isFormula ? new BrokenCell(FORMULA_WITHOUT_RESULT, "=") : ""
  }
  if (typeof held === "number") return numberCell(held, cell?.style?.numFmt)
  if (held instanceof Date)
    return Number.isNaN(held.getTime()) ? new BrokenCell("holds no date", "#NUM!") : new DateCell(held)
  const text = String(held)
  return cell?.type === "error" || ERROR.test(text) ? new BrokenCell(`holds the error ${text}`, text) : text
}

const rowsOf = (sheet: Sheet): SheetRows => ({
  name: sheet.name,
  first: 1,
  rows: sheet.rows.map((row, rowIndex) =>
    row.map((value, columnIndex) => cellOf(value, sheet.cells?.get(`${rowIndex},${columnIndex}`))),
  ),
  merges: sheet.merges ?? [],
})

/** The names of hucre's errors, whose classes its entry for workbooks does not export. */
const refuseWorkbook = (error: unknown, password: string | undefined): never => {
  if (error instanceof StatementError) throw error
  const name = error instanceof Error ? error.name : ""
  if (name === "EncryptedFileError")
    return refuse(password === undefined ? new PasswordNeeded() : new WrongPassword())
  if (name === "DecryptionError") return refuse(new WrongPassword())
  const isTooLarge =
    error instanceof RangeError ||
    (error instanceof Error && /exceed|too (?:large|many)|limit/i.test(error.message))
  if (isTooLarge) {
    return refuse(
      new TooLarge({
        what: "the workbook's sheets have more cells",
        limit: "20,000,000 cells",
        advice: "It is no report that is known.",
      }),
    )
  }
  return refuse(
    new UnreadableFile({
      why: "it is no workbook that can be read",
      advice: "The file is damaged. Download it again, or save it as XLSX.",
    }),
  )
}

/** Unpacks a workbook to nowhere: what is more than is allowed, or damaged, is found before a reader holds it. */
const weigh = async (entries: ReadonlyArray<Entry>, limit: number): Promise<void> => {
  let weight = 0
  for (const entry of entries) {
    for await (const chunk of entry.open()) {
      weight += chunk.length
      if (weight > limit) {
        refuse(
          new TooLarge({
            what: "the workbook unpacks to more",
            limit: bytesInWords(limit),
            advice: "It is no report that is known.",
          }),
        )
      }
    }
  }
}

/**
 * The visible sheets of a workbook, XLSX or XLS, perhaps with a password. hucre is kept behind this one module.
 *
 * @param isZip whether it is an XLSX that is not encrypted, which is weighed first
 */
export const sheetsOf = async (
  bytes: Uint8Array,
  isZip: boolean,
  password: string | undefined,
  limits: Required<Limits>,
): Promise<ReadonlyArray<SheetRows>> => {
  if (isZip)
    await weigh(await entriesOf(bytes, undefined, limits.unpackedBytes, limits), limits.unpackedBytes)
  const workbook = await readWorkbook(bytes, isZip, password)
  return workbook.sheets
    .filter(({ hidden, veryHidden }) => hidden !== true && veryHidden !== true)
    .map(rowsOf)
}

const readWorkbook = async (
  bytes: Uint8Array,
  isZip: boolean,
  password: string | undefined,
): Promise<Workbook> => {
  // Loaded where there is a workbook: whoever reads text does not pay for it.
  const { readXls, readXlsx } = await import("hucre/xlsx")
  const options = { readStyles: true, ...(password === undefined ? {} : { password }) }
  try {
    return await readXlsx(bytes, options)
  } catch (error) {
    const isOle = !isZip
    const name = error instanceof Error ? error.name : ""
    if (!isOle || name === "EncryptedFileError" || name === "DecryptionError")
      return refuseWorkbook(error, password)
    // An old workbook in the same container.
    return readXls(bytes).catch((inner: unknown) => refuseWorkbook(inner, password))
  }
}
