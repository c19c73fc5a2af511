import { amountIssues, type BuildResult, present, type Tip, tipRows } from "./build.js"
import type { DataObject } from "./data-object.js"
import { type Encodable, encodeOrIssue } from "./encode.js"
import { type Issue, issue } from "./issue.js"
import { unknownOptions } from "./known-options.js"
import { parse } from "./parse.js"
import type { QrisPayload } from "./payload.js"
import { validate } from "./validate.js"

export type { BuildResult, Tip } from "./build.js"

/** How `withAmount` changes a code, beyond the amount. */
export interface WithAmountOptions {
  /** Becomes 62.05, up to 25 characters. Default: what is there stays. */
  readonly reference?: string
  /** Default: what is there stays. */
  readonly tip?: Tip
  /** Also accept a code that is dynamic already, or that has an amount. Default false. */
  readonly force?: boolean
}

/**
 * Puts an amount into a static code, so that the customer's app does not ask for it: 01 becomes `12`, 54 the amount,
 * 63 the new CRC; every other object stays as it is.
 *
 * The acquirer knows nothing of such a code. It pays the same merchant, but there is no transaction id to inquire
 * about and no callback for an order: payments can be matched by amount and time only. Some acquirers refuse it.
 *
 * Refused: a wrong or missing CRC, a payload with errors, a QRIS Transfer code, a code that is dynamic or has an
 * amount already (unless forced), an amount that is not whole rupiah from 1 to 9 999 999 999 999, an option that there
 * is not.
 *
 * @param amount whole rupiah
 * @example
 * ```ts
 * import type { QrisPayload } from "@qriskit/payload"
 * import { withAmount } from "@qriskit/payload/convert"
 *
 * const priced = (payload: QrisPayload): string | undefined => {
 *   const converted = withAmount(payload, 25_000, { reference: "ORDER-1" })
 *   return converted.ok ? converted.payload : undefined
 * }
 * ```
 */
export const withAmount = (
  payload: QrisPayload,
  amount: number,
  options: WithAmountOptions = {},
): BuildResult => {
  const misspelt = unknownOptions(options, OPTIONS)
  if (misspelt.length > 0) return { ok: false, issues: misspelt }
  const { reference, tip, force = false } = options
  const additional = payload.find("62")
  // A reference cannot join free text: the text would be lost.
  const isFreeText = reference !== undefined && additional !== undefined && additional.children === undefined
  const refused = [
    ...amountIssues({ amount, ...(tip && { tip }) }),
    ...validate(payload).filter(
      ({ severity, path }) => severity === "error" || (isFreeText && path.startsWith("62")),
    ),
    ...(force ? [] : staticIssues(payload)),
  ]
  if (refused.length > 0) return { ok: false, issues: refused }

  const objects = payload.objects.filter(({ tag }) => tag !== "63")
  const withTip = tip === undefined ? objects : objects.filter(({ tag }) => !TIP_TAGS.includes(tag))
  const text = encodeOrIssue(
    placed(placed(referenced(withTip, reference), "00", { tag: "01", value: "12" }), "53", {
      tag: "54",
      value: String(amount),
    }).flatMap((object) => (object.tag === "54" ? [object, ...present(tipRows(tip))] : [object])),
  )
  if (typeof text !== "string") return { ok: false, issues: [text] }
  return checked(text)
}

const OPTIONS: ReadonlyArray<keyof WithAmountOptions> = ["reference", "tip", "force"]

const TIP_TAGS = ["55", "56", "57"]

/** What this conversion writes; whatever is wrong there is its caller's. */
const WRITTEN = ["01", "54", ...TIP_TAGS, "62", "62.05"]

const checked = (text: string): BuildResult => {
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const issues = validate(parsed.payload).filter(
    ({ code, severity, path }) =>
      severity === "error" || (WRITTEN.includes(path) && code !== "amount-above-limit"),
  )
  return issues.length > 0 ? { ok: false, issues } : { ok: true, payload: text }
}

const staticIssues = (payload: QrisPayload): ReadonlyArray<Issue> => {
  const initiation = payload.find("01")
  const amount = payload.find("54")
  return [
    ...(initiation?.value === "12" ? [issue("already-dynamic", "error", "01", initiation.offset ?? 0)] : []),
    ...(amount === undefined
      ? []
      : [issue("amount-present", "error", "54", amount.offset ?? 0, { found: amount.value })]),
  ]
}

/** The object in the place of the one with its tag, or else right after the tag `after`. */
const placed = (
  objects: ReadonlyArray<Encodable>,
  after: string,
  object: Encodable,
): ReadonlyArray<Encodable> =>
  objects.some(({ tag }) => tag === object.tag)
    ? objects.map((present) => (present.tag === object.tag ? object : present))
    : objects.flatMap((present) => (present.tag === after ? [present, object] : [present]))

const referenced = (
  objects: ReadonlyArray<DataObject>,
  reference: string | undefined,
): ReadonlyArray<Encodable> => {
  if (reference === undefined) return objects
  const label = { tag: "05", value: reference }
  const additional = objects.find(({ tag }) => tag === "62")
  if (additional === undefined) return [...objects, { tag: "62", children: [label] }]
  const others = (additional.children ?? []).filter(({ tag }) => tag !== "05")
  const before = others.filter(({ tag }) => tag < "05")
  const children = [...before, label, ...others.filter(({ tag }) => tag > "05")]
  return objects.map((object) => (object === additional ? { tag: "62", children } : object))
}
