import type { Cell } from "../cell.js"
import type { Rejection } from "../error.js"
import type { ReadOptions } from "../options.js"
import type { StatementProfile } from "../profile/profile.js"
import { MOST_ROWS_BEFORE } from "../reading/table-reader.js"
import type { ByteSource } from "../source/byte-source.js"
import { type Delimited, firstRows } from "../source/delimited.js"
import { flatHeader } from "../source/flat-header.js"
import { at, parseJson } from "../source/json.js"
import type { Limits } from "../source/limits.js"
import type { Shape } from "../source/sniff.js"
import { asUtf8, headText } from "../source/text.js"
import { isOneColumn, type SheetRows, sheetsOf } from "../source/workbook.js"
import { type Fit, fitOf } from "./table-fit.js"

/** How a file will be read: by which profile, and from what. */
export type Plan =
  | {
      readonly file: "text"
      readonly profile: StatementProfile
      readonly why: string
      readonly table: Delimited
    }
  | {
      readonly file: "workbook"
      readonly profile: StatementProfile
      readonly why: string
      readonly sheets: ReadonlyArray<SheetRows>
      /** Where each row of the report stands in one cell, as delimited text. */
      readonly table: Delimited | undefined
    }
  | {
      readonly file: "json"
      readonly profile: StatementProfile
      readonly why: string
      readonly records: ReadonlyArray<unknown>
      readonly hasMore: boolean
    }
  | { readonly file: "mt940"; readonly profile: StatementProfile; readonly why: string }

/** What was found: the profiles that fit, and why the others do not. */
export interface Plans {
  readonly plans: ReadonlyArray<Plan>
  readonly rejections: ReadonlyArray<Rejection>
}

/** How much of a text is looked at. */
export const LOOKED_AT = 128 * 1_024

type TableProfile = StatementProfile & { readonly file: { readonly format: "table" } }

const isTable = (profile: StatementProfile): profile is TableProfile => profile.file.format === "table"

const rejectionOf = (profile: StatementProfile, why: string): Rejection => ({ profile: profile.id, why })

const OTHER_DELIMITERS = [",", ";", "\t"] as const

/** The best of several looks at one profile. */
const best = <F extends Fit>(fits: ReadonlyArray<F>): F | undefined =>
  fits.find(({ fits }) => fits) ?? [...fits].sort((a, b) => (a.fits || b.fits ? 0 : a.lacking - b.lacking))[0]

/** Most lacking last, so that a message begins with the nearest; few are named. */
const nearest = (found: ReadonlyArray<{ readonly rejection: Rejection; readonly lacking: number }>) => {
  const sorted = [...found].sort((a, b) => a.lacking - b.lacking).map(({ rejection }) => rejection)
  const near = sorted.filter(({ why }) => why !== "no row looks like its header")
  return near.length > 0 ? near.slice(0, 5) : sorted.slice(0, 3)
}

const fromFits = <F extends Fit>(
  profiles: ReadonlyArray<StatementProfile>,
  look: (profile: TableProfile) => F | undefined,
  planOf: (profile: TableProfile, fit: F & { readonly fits: true }) => Plan,
): Plans => {
  const plans: Array<Plan> = []
  const rejected: Array<{ readonly rejection: Rejection; readonly lacking: number }> = []
  for (const profile of profiles) {
    if (!isTable(profile)) continue
    const fit = look(profile)
    if (fit === undefined) continue
    if (fit.fits) plans.push(planOf(profile, fit as F & { readonly fits: true }))
    else rejected.push({ rejection: rejectionOf(profile, fit.why), lacking: fit.lacking })
  }
  return { plans, rejections: nearest(rejected) }
}

const planText = async (
  bytes: ByteSource,
  profiles: ReadonlyArray<StatementProfile>,
  options: ReadOptions,
  limits: Required<Limits>,
): Promise<Plans> => {
  const head = await bytes.peek(LOOKED_AT)
  const delimiters = new Set<string>([
    ...profiles.filter(isTable).map(({ file }) => file.delimiter),
    // A file that was saved again is named for what it is, and then refused or read by its declared dialect.
    ...(options.dialect === undefined ? OTHER_DELIMITERS : []),
  ])
  const text = headText(head, options.encoding ?? "utf-8")
  const looks = await Promise.all(
    [...delimiters].map(
      async (delimiter) => [delimiter, await firstRows(text, delimiter, MOST_ROWS_BEFORE, limits)] as const,
    ),
  )
  return fromFits(
    profiles,
    (profile) => {
      const own = looks.filter(([delimiter]) => delimiter === profile.file.delimiter)
      const others = looks.filter(([delimiter]) => delimiter !== profile.file.delimiter)
      return best([...own, ...others].map(([delimiter, rows]) => ({ ...fitOf(profile, rows), delimiter })))
    },
    (profile, { why, delimiter, width }) => ({ file: "text", profile, why, table: { delimiter, width } }),
  )
}

/** A sheet whose header takes several rows, as if it took one. */
const flattened = (sheet: SheetRows, profile: TableProfile): SheetRows => {
  const { headerRows } = profile.file
  if (headerRows === 1) return sheet
  for (let from = 0; from <= Math.min(sheet.rows.length - headerRows, MOST_ROWS_BEFORE); from++) {
    const header = flatHeader(sheet, from, headerRows)
    if (!fitOf(profile, [header]).fits) continue
    const blanks = Array.from({ length: headerRows - 1 }, (): ReadonlyArray<Cell> => [])
    return {
      ...sheet,
      rows: [...sheet.rows.slice(0, from), ...blanks, header, ...sheet.rows.slice(from + headerRows)],
    }
  }
  return sheet
}

const planWorkbook = async (
  sheets: ReadonlyArray<SheetRows>,
  profiles: ReadonlyArray<StatementProfile>,
  limits: Required<Limits>,
): Promise<Plans> => {
  type Look = Fit & { readonly sheets: ReadonlyArray<SheetRows>; readonly delimiter: string | undefined }
  const looks = new Map<string, Look | undefined>()
  for (const profile of profiles) {
    if (!isTable(profile)) continue
    const flat = sheets.map((sheet) => flattened(sheet, profile))
    const inCells = flat.map((sheet) => ({
      ...fitOf(profile, sheet.rows.slice(0, MOST_ROWS_BEFORE)),
      sheets: flat,
      delimiter: undefined,
    }))
    const { delimiter } = profile.file
    const inLines = await Promise.all(
      sheets.filter(isOneColumn).map(async (sheet) => {
        const text = sheet.rows
          .slice(0, MOST_ROWS_BEFORE)
          .map(([cell = ""]) => String(cell))
          .join("\n")
        return {
          ...fitOf(profile, await firstRows(text, delimiter, MOST_ROWS_BEFORE, limits)),
          // The others, too: a report may go on there.
          sheets,
          delimiter,
        }
      }),
    )
    looks.set(profile.id, best<Look>([...inCells, ...inLines]))
  }
  return fromFits(
    profiles,
    (profile) => looks.get(profile.id),
    (profile, { why, sheets: read, delimiter, width }) => ({
      file: "workbook",
      profile,
      why,
      sheets: read,
      table: delimiter === undefined ? undefined : { delimiter, width },
    }),
  )
}

const planJson = (document: unknown, profiles: ReadonlyArray<StatementProfile>): Plans => {
  const plans: Array<Plan> = []
  const rejections: Array<Rejection> = []
  for (const profile of profiles) {
    const { file } = profile
    if (file.format !== "json") continue
    const records = file.records === undefined ? document : at(document, file.records)
    if (!Array.isArray(records)) {
      rejections.push(rejectionOf(profile, `has no list ${file.records ?? ""}`.trim()))
      continue
    }
    const [first] = records
    // Dates may be missing where nothing has happened yet; an amount without its field is another report.
    const needed = Object.values(profile.money).flatMap((column) =>
      typeof column === "string" ? [column] : [],
    )
    const lacks = records.length === 0 ? [] : needed.filter((column) => at(first, column) === undefined)
    if (lacks.length > 0) {
      rejections.push(rejectionOf(profile, `its first record lacks ${lacks.slice(0, 3).join(", ")}`))
      continue
    }
    const more = file.more === undefined ? undefined : at(document, file.more)
    plans.push({
      file: "json",
      profile,
      why: `it has a list ${file.records ?? ""} with the fields of its records`,
      records,
      hasMore: more === true,
    })
  }
  return { plans, rejections }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const textOfAll = async (
  bytes: ByteSource,
  options: ReadOptions,
  limits: Required<Limits>,
): Promise<string> => {
  const whole = await bytes.all(limits.heldBytes, "a JSON document")
  const parts: Array<Uint8Array> = []
  for await (const part of asUtf8(only(whole), whole.subarray(0, 4), options.encoding ?? "utf-8"))
    parts.push(part)
  return Buffer.concat(parts)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
}

/** Looks at a file and says how it can be read. */
export const plansFor = async (
  bytes: ByteSource,
  shape: Shape,
  profiles: ReadonlyArray<StatementProfile>,
  options: ReadOptions,
  limits: Required<Limits>,
  held: { readonly bytes: Uint8Array; readonly isZip: boolean } | undefined,
): Promise<Plans> => {
  if (held !== undefined) {
    return planWorkbook(await sheetsOf(held.bytes, held.isZip, options.password, limits), profiles, limits)
  }
  if (shape === "json") return planJson(parseJson(await textOfAll(bytes, options, limits)), profiles)
  if (shape === "mt940") {
    const plans = profiles.flatMap(
      (profile): ReadonlyArray<Plan> =>
        profile.file.format === "mt940"
          ? [{ file: "mt940", profile, why: "it begins with the tags of an MT940 message" }]
          : [],
    )
    return {
      plans,
      rejections: plans.length > 0 ? [] : profiles.map((profile) => rejectionOf(profile, "is not MT940")),
    }
  }
  return planText(bytes, profiles, options, limits)
}
