import { type AmountReading, RUPIAH_CURRENCY, readAmount, readRupiah } from "./amount.js"
import { toPan19 } from "./pan.js"
import type { QrisPayload } from "./payload.js"
import { type Institution, institutionOf } from "./reference/institutions.js"
import { merchantCategory } from "./reference/merchant-categories.js"
import { isForeign, isTransfer } from "./rules.js"

export { toPan19 } from "./pan.js"

/** What a payload says, for people. Values are as written; what is missing is undefined. */
export interface Description {
  /** Tag 01: shown for every payment, or made for one. */
  readonly pointOfInitiation: "static" | "dynamic" | undefined
  /** True for a QRIS Transfer code, which sends money to an account instead of a merchant. */
  readonly isTransfer: boolean
  /**
   * True for a code of another country, by tag 58 or else the currency. What only QRIS defines is then undefined:
   * national merchant id, criteria, and all of an account but its identifier.
   */
  readonly isForeign: boolean
  readonly merchant: {
    readonly name: string | undefined
    readonly city: string | undefined
    readonly postalCode: string | undefined
    /** ISO 3166-1, two letters. */
    readonly country: string | undefined
    /** National merchant id, 51.02. */
    readonly nmid: string | undefined
    /** 51.03, or else that of the first account; issuers assume `URE` where both are missing. */
    readonly criteria: string | undefined
    /** ISO 18245, with its meaning where the table has it. */
    readonly category: { readonly code: string; readonly text: string | undefined } | undefined
  }
  readonly amount: AmountReading
  readonly tip: TipReading
  readonly accounts: ReadonlyArray<AccountDescription>
  /** 62.05. */
  readonly reference: string | undefined
  /** 62.01. */
  readonly billNumber: string | undefined
  /** 62.07. */
  readonly terminal: string | undefined
}

/** One way to pay a merchant: a template of tags 26 to 45, and the institution behind it. */
export interface AccountDescription {
  /** `"26"` to `"45"`; to `"51"` in a code of another country. */
  readonly tag: string
  readonly gui: string | undefined
  /** As in the code, usually 18 digits. */
  readonly pan: string | undefined
  /** As in the ISO message, with the check digit. */
  readonly pan19: string | undefined
  readonly mid: string | undefined
  readonly criteria: string | undefined
  /** By the PAN's first eight digits. */
  readonly institution: Institution | undefined
}

/** What a code says of tips: none, the customer is asked, a fixed sum, a percentage, or nonsense. */
export type TipReading =
  | { readonly kind: "none" }
  | { readonly kind: "ask" }
  /** Whole rupiah. */
  | { readonly kind: "fixed"; readonly rupiah: number }
  /** Percent as written, `"05.00"`. */
  | { readonly kind: "percent"; readonly percent: string }
  /** A fixed sum that is not rupiah: tag 53 is missing or names another currency. */
  | { readonly kind: "other-currency"; readonly currency: string | undefined; readonly text: string }
  | { readonly kind: "invalid" }

const POINTS: Readonly<Record<string, "static" | "dynamic">> = { "11": "static", "12": "dynamic" }

/**
 * What a payload says, for a person to read. Reads what is there; whether it keeps the rules is `validate`'s to say.
 *
 * @example
 * ```ts
 * import type { QrisPayload } from "@qriskit/payload"
 * import { describe } from "@qriskit/payload/read"
 *
 * const show = (payload: QrisPayload): void => {
 *   const { merchant, amount, accounts } = describe(payload)
 *   console.log(merchant.name, amount, accounts[0]?.institution?.name)
 * }
 * ```
 */
export const describe = (payload: QrisPayload): Description => {
  const foreign = isForeign(payload)
  const accounts = foreign ? foreignAccountsOf(payload) : accountsOf(payload)
  const category = payload.value("52")
  return {
    pointOfInitiation: POINTS[payload.value("01") ?? ""],
    isTransfer: isTransfer(payload),
    isForeign: foreign,
    merchant: {
      name: payload.value("59"),
      city: payload.value("60"),
      postalCode: payload.value("61"),
      country: payload.value("58"),
      nmid: foreign ? undefined : payload.value("51", "02"),
      criteria: foreign ? undefined : (payload.value("51", "03") ?? accounts[0]?.criteria),
      category: category === undefined ? undefined : { code: category, text: merchantCategory(category) },
    },
    amount: readAmount(payload),
    tip: readTip(payload),
    accounts,
    reference: payload.value("62", "05"),
    billNumber: payload.value("62", "01"),
    terminal: payload.value("62", "07"),
  }
}

const accountsOf = (payload: QrisPayload): ReadonlyArray<AccountDescription> =>
  payload.objects
    .filter(({ tag }) => tag >= "26" && tag <= "45")
    .map(({ tag }) => {
      const pan = payload.value(tag, "01")
      return {
        tag,
        gui: payload.value(tag, "00"),
        pan,
        pan19: pan === undefined ? undefined : toPan19(pan),
        mid: payload.value(tag, "02"),
        criteria: payload.value(tag, "03"),
        institution: pan === undefined ? undefined : institutionOf(pan),
      }
    })

/** Only the identifier, which EMVCo defines. */
const foreignAccountsOf = (payload: QrisPayload): ReadonlyArray<AccountDescription> =>
  payload.objects
    .filter(({ tag }) => tag >= "26" && tag <= "51")
    .map(({ tag }) => ({
      tag,
      gui: payload.value(tag, "00"),
      pan: undefined,
      pan19: undefined,
      mid: undefined,
      criteria: undefined,
      institution: undefined,
    }))

const readTip = (payload: QrisPayload): TipReading => {
  const indicator = payload.value("55")
  const fixed = payload.value("56")
  const percent = payload.value("57")
  if (indicator === undefined && fixed === undefined && percent === undefined) return { kind: "none" }
  if (indicator === "01") return { kind: "ask" }
  if (indicator === "02" && fixed !== undefined) {
    const currency = payload.value("53")
    if (currency !== RUPIAH_CURRENCY) return { kind: "other-currency", currency, text: fixed }
    const reading = readRupiah(fixed)
    return reading.kind === "rupiah" ? { kind: "fixed", rupiah: reading.rupiah } : { kind: "invalid" }
  }
  if (indicator === "03" && percent !== undefined) return { kind: "percent", percent }
  return { kind: "invalid" }
}
