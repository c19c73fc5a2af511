import { build } from "../src/index.js"
import { qrSymbol, type SymbolOptions } from "../src/render/symbol.js"
import type { PixelImage } from "../src/scan/index.js"

/** Numbers from 0 on, below `below`, the same in every run. */
const numbers = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const NAMES = [
  "TOKO CONTOH",
  "Warung Bu Contoh",
  "Kopi Contoh 24 Jam",
  "APOTEK CONTOH SEHAT",
  "Contoh Laundry & Dry",
]
const CITIES = ["JAKARTA SELATAN", "Bandung", "KAB. SLEMAN", "Denpasar", "SURABAYA"]
const GUIS = ["ID.CO.EXAMPLE.WWW", "COM.EXAMPLE.WWW", "id.example", "00", "ID.CO.EXAMPLEBANK.WWW"]
const CRITERIA = ["UMI", "UKE", "UME", "UBE", "URE"] as const

/**
 * Codes as acquirers make them: capitals and small letters, static and dynamic, one account or two, up to
 * some 300 characters.
 */
export const realisticCodes = (count: number, seed = 1): ReadonlyArray<string> => {
  const next = numbers(seed)
  const one = <Value>(values: ReadonlyArray<Value>): Value => {
    const value = values[next(values.length)]
    if (value === undefined) throw new Error("there is one")
    return value
  }
  const digits = (length: number): string => Array.from({ length }, () => next(10)).join("")
  const hex = (length: number): string => Array.from({ length }, () => next(16).toString(16)).join("")
  const account = () => ({
    gui: one(GUIS),
    mpan: `9360${one(["0002", "0008", "0014", "0915", "0918"])}${digits(10)}`,
    mid: one([digits(15), `ID${digits(11)}`, hex(12)]),
    criteria: one(CRITERIA),
  })
  return Array.from({ length: count }, () => {
    const isDynamic = next(2) === 0
    const built = build({
      pointOfInitiation: isDynamic ? "dynamic" : "static",
      merchantAccounts: next(3) === 0 ? [account(), account()] : [account()],
      ...(!isDynamic || next(2) === 0
        ? { centralRepository: { nmid: `ID10${digits(11)}`, criteria: one(CRITERIA) } }
        : {}),
      merchantCategoryCode: digits(4),
      ...(isDynamic ? { amount: 1 + next(9_999_999) } : {}),
      merchantName: one(NAMES),
      merchantCity: one(CITIES),
      postalCode: digits(5),
      additionalData: isDynamic
        ? { referenceLabel: hex(20 + next(6)), terminalLabel: `A${digits(2)}` }
        : { terminalLabel: one([`A${digits(2)}`, hex(8)]) },
    })
    if (!built.ok) throw new Error(built.issues.map(({ message }) => message).join("; "))
    return built.payload
  })
}

/**
 * A symbol at a size in pixels that its modules do not divide, as a page or a printer has it: each pixel is as dark as
 * the share of it that is covered, and then runs into its neighbours by `blur` pixels (a box, in both directions).
 */
export const shown = (payload: string, side: number, blur: number, options?: SymbolOptions): PixelImage => {
  const symbol = qrSymbol(payload, options)
  const modules = symbol.length
  const weights = Array.from({ length: side }, (_, at) =>
    covered(at - blur / 2, at + 1 + blur / 2, side, modules),
  )
  const rows = symbol.map((row) =>
    weights.map((weight) =>
      weight.reduce((ink, [module, share]) => ink + (row[module] === true ? share : 0), 0),
    ),
  )
  const data = new Uint8ClampedArray(side * side * 4)
  weights.forEach((weight, y) => {
    for (let x = 0; x < side; x++) {
      const ink = weight.reduce((sum, [module, share]) => sum + (rows[module]?.[x] ?? 0) * share, 0)
      const grey = Math.round(255 * (1 - ink))
      data.set([grey, grey, grey, 255], (y * side + x) * 4)
    }
  })
  return { data, width: side, height: side }
}

/** Which modules a stretch of pixels covers, and what share of the stretch each has. */
const covered = (
  from: number,
  to: number,
  side: number,
  modules: number,
): ReadonlyArray<readonly [module: number, share: number]> => {
  const [start, end] = [(Math.max(from, 0) / side) * modules, (Math.min(to, side) / side) * modules]
  const length = ((to - from) / side) * modules
  const shares: Array<readonly [number, number]> = []
  for (let module = Math.floor(start); module < end; module++) {
    shares.push([module, (Math.min(module + 1, end) - Math.max(module, start)) / length])
  }
  return shares
}
