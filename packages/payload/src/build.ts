import { isRupiah, MAX_RUPIAH, RUPIAH_CURRENCY } from "./amount.js"
import { type Encodable, encodeOrIssue } from "./encode.js"
import { type Criteria, DEFAULT_GUI, REPOSITORY_GUI } from "./fields/forms.js"
import { type Issue, type IssueCode, issue } from "./issue.js"
import { parse } from "./parse.js"
import { validate } from "./validate.js"

/** The merchant's account at one acquirer, tags 26 to 45. */
export interface MerchantAccount {
  /** `"26"` to `"45"`. Default: the next free one, from 26 on. */
  readonly tag?: string
  /** The acquirer's domain in reverse, such as `ID.CO.EXAMPLE.WWW`. Default `"00"` (rule 4.7.5.3). */
  readonly gui?: string
  /** Merchant PAN, 16 to 19 digits, the institution's eight first. */
  readonly mpan: string
  /** The merchant's id at the acquirer, up to 15 characters. */
  readonly mid: string
  /** Default `"URE"`, which issuers assume where it is missing. */
  readonly criteria?: Criteria
}

/** The merchant's entry in the national repository, tag 51. */
export interface CentralRepository {
  /** National merchant id: `ID` and 13 digits. */
  readonly nmid: string
  readonly criteria?: Criteria
}

/** A tip: asked of the customer, a fixed number of rupiah, or a percentage from `"00.01"` to `"99.99"`. */
export type Tip =
  | { readonly kind: "ask" }
  | { readonly kind: "fixed"; readonly rupiah: number }
  | { readonly kind: "percent"; readonly percent: string }

/** Tag 62. Every text up to 25 characters; `"***"` lets the customer's app ask for it. */
export interface AdditionalData {
  readonly billNumber?: string
  readonly mobileNumber?: string
  readonly storeLabel?: string
  readonly loyaltyNumber?: string
  readonly referenceLabel?: string
  readonly customerLabel?: string
  readonly terminalLabel?: string
  readonly purpose?: string
  /** What the app asks the customer for: address (`A`), mobile number (`M`), e-mail (`E`). */
  readonly consumerDataRequest?: string
  /** Up to 81 characters for the acquirer's own use, under an identifier that is `"00"` by default. */
  readonly proprietary?: { readonly gui?: string; readonly data: string }
}

/** Name and city in another language, tag 64. */
export interface LocalizedMerchant {
  /** Two letters (ISO 639). */
  readonly language: string
  /** Up to 25 characters. */
  readonly merchantName: string
  /** Up to 15 characters. */
  readonly merchantCity?: string
}

/** What a merchant's code says. Lengths count characters. */
export interface BuildInput {
  /** `static` is shown for every payment and needs `centralRepository`; `dynamic` is made for one. */
  readonly pointOfInitiation: "static" | "dynamic"
  readonly merchantAccounts: ReadonlyArray<MerchantAccount>
  readonly centralRepository?: CentralRepository
  /** Four digits (ISO 18245). */
  readonly merchantCategoryCode: string
  /** Whole rupiah, 1 to 9 999 999 999 999. Absent: the customer types it. */
  readonly amount?: number
  readonly tip?: Tip
  /** Up to 25 characters. */
  readonly merchantName: string
  /** Up to 15 characters. */
  readonly merchantCity: string
  /** Up to 10 characters. */
  readonly postalCode: string
  readonly additionalData?: AdditionalData
  readonly localized?: LocalizedMerchant
}

/** The code, or every rule that it would break. */
export type BuildResult =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly issues: ReadonlyArray<Issue> }

/** What a person should look at, but a correct code may have. */
const ADVICE: IssueCode = "amount-above-limit"

const POINT_OF_INITIATION = { static: "11", dynamic: "12" } as const

/**
 * Makes the payload of a merchant's QRIS. Strict: whatever `validate` would find, as error or warning, is refused,
 * except an amount above the current cap. The input's issues have the paths of the tags they would become.
 *
 * @example
 * ```ts
 * import { build } from "@qriskit/payload"
 *
 * const built = build({
 *   pointOfInitiation: "dynamic",
 *   merchantAccounts: [{ gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "TOKOCONTOH1", criteria: "UMI" }],
 *   merchantCategoryCode: "5812",
 *   amount: 25_000,
 *   merchantName: "TOKO CONTOH",
 *   merchantCity: "JAKARTA",
 *   postalCode: "10310",
 * })
 * ```
 */
export const build = (input: BuildInput): BuildResult => {
  const accounts = merchantAccounts(input.merchantAccounts)
  const refused = [...amountIssues(input), ...accountIssues(accounts)]
  if (refused.length > 0) return { ok: false, issues: refused }
  const text = encodeOrIssue(dataObjects(input, accounts))
  if (typeof text !== "string") return { ok: false, issues: [text] }
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const issues = validate(parsed.payload).filter(({ code }) => code !== ADVICE)
  return issues.length > 0 ? { ok: false, issues } : { ok: true, payload: text }
}

/** An amount that is not whole rupiah is refused before it becomes text. */
export const amountIssues = ({ amount, tip }: Pick<BuildInput, "amount" | "tip">): ReadonlyArray<Issue> => [
  ...rupiahIssues("54", amount),
  ...rupiahIssues("56", tip?.kind === "fixed" ? tip.rupiah : undefined),
]

const rupiahIssues = (path: string, rupiah: number | undefined): ReadonlyArray<Issue> => {
  if (rupiah === undefined || isRupiah(rupiah)) return []
  const details = { rule: "4.7.8.1", found: String(rupiah), allowed: `1 to ${MAX_RUPIAH}` }
  return [issue("wrong-amount", "error", path, 0, details)]
}

const FIRST_ACCOUNT = 26
const LAST_ACCOUNT = 45

const accountIssues = (accounts: ReadonlyArray<Row>): ReadonlyArray<Issue> =>
  accounts.flatMap(([tag]) =>
    Number(tag) >= FIRST_ACCOUNT && Number(tag) <= LAST_ACCOUNT
      ? []
      : [issue("wrong-value", "error", tag, 0, { rule: "4.7.5.1", found: tag, allowed: "26 to 45" })],
  )

const dataObjects = (input: BuildInput, accounts: ReadonlyArray<Row>): ReadonlyArray<Encodable> =>
  present([
    ["00", "01"],
    ["01", POINT_OF_INITIATION[input.pointOfInitiation]],
    ...accounts,
    ["51", undefined, centralRepository(input.centralRepository)],
    ["52", input.merchantCategoryCode],
    ["53", RUPIAH_CURRENCY],
    ["54", input.amount?.toString()],
    ...tipRows(input.tip),
    ["58", "ID"],
    ["59", input.merchantName],
    ["60", input.merchantCity],
    ["61", input.postalCode],
    ["62", undefined, additionalData(input.additionalData)],
    ["64", undefined, localized(input.localized)],
  ])

const merchantAccounts = (accounts: ReadonlyArray<MerchantAccount>): ReadonlyArray<Row> => {
  const taken = new Set(accounts.map(({ tag }) => tag))
  let next = FIRST_ACCOUNT
  return accounts.map(({ tag, gui = DEFAULT_GUI, mpan, mid, criteria = "URE" }) => {
    while (taken.has(String(next))) next++
    return [
      tag ?? String(next++),
      undefined,
      present([
        ["00", gui],
        ["01", mpan],
        ["02", mid],
        ["03", criteria],
      ]),
    ]
  })
}

const centralRepository = (repository: CentralRepository | undefined): ReadonlyArray<Encodable> =>
  present([
    ["00", repository && REPOSITORY_GUI],
    ["02", repository?.nmid],
    ["03", repository?.criteria],
  ])

const TIP_INDICATORS: Readonly<Record<string, string>> = { ask: "01", fixed: "02", percent: "03" }

/** Tag 55, and the tag of the tip that it announces. A kind that there is not becomes a wrong value of tag 55. */
export const tipRows = (tip: Tip | undefined): ReadonlyArray<Row> => [
  ["55", tip && (TIP_INDICATORS[tip.kind] ?? tip.kind)],
  ["56", tip?.kind === "fixed" ? String(tip.rupiah) : undefined],
  ["57", tip?.kind === "percent" ? tip.percent : undefined],
]

const additionalData = (data: AdditionalData = {}): ReadonlyArray<Encodable> =>
  present([
    ["01", data.billNumber],
    ["02", data.mobileNumber],
    ["03", data.storeLabel],
    ["04", data.loyaltyNumber],
    ["05", data.referenceLabel],
    ["06", data.customerLabel],
    ["07", data.terminalLabel],
    ["08", data.purpose],
    ["09", data.consumerDataRequest],
    ["99", undefined, proprietary(data.proprietary)],
  ])

const proprietary = (own: AdditionalData["proprietary"]): ReadonlyArray<Encodable> =>
  present([
    ["00", own && (own.gui ?? DEFAULT_GUI)],
    ["01", own?.data],
  ])

const localized = (merchant: LocalizedMerchant | undefined): ReadonlyArray<Encodable> =>
  present([
    ["00", merchant?.language],
    ["01", merchant?.merchantName],
    ["02", merchant?.merchantCity],
  ])

/** A tag with its value or, for a template, the objects inside. */
type Row = readonly [tag: string, value: string | undefined, children?: ReadonlyArray<Encodable>]

/** Rows as objects; those without a value and empty templates are left out. */
export const present = (rows: ReadonlyArray<Row>): ReadonlyArray<Encodable> => {
  const objects: Array<Encodable> = []
  for (const [tag, value, children] of rows) {
    if (value !== undefined) objects.push({ tag, value })
    else if (children?.length) objects.push({ tag, children })
  }
  return objects
}
