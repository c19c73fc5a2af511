import { isRupiah, MAX_RUPIAH } from "./amount.js"
import { type Encodable, EncodeError, encode } from "./encode.js"
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

export type BuildResult =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly issues: ReadonlyArray<Issue> }

/** What a person should look at, but a correct code may contain. */
const ADVICE: ReadonlySet<IssueCode> = new Set<IssueCode>(["amount-above-limit"])

const POINT_OF_INITIATION = { static: "11", dynamic: "12" } as const

/**
 * Makes the payload of a merchant's QRIS. Strict: whatever `validate` would find, as error or warning, is refused,
 * except an amount above the current cap. The input's issues have the paths of the tags they would become.
 *
 * @example
 * const built = build({
 *   pointOfInitiation: "dynamic",
 *   merchantAccounts: [{ gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "TOKOCONTOH1", criteria: "UMI" }],
 *   merchantCategoryCode: "5812",
 *   amount: 25_000,
 *   merchantName: "TOKO CONTOH",
 *   merchantCity: "JAKARTA",
 *   postalCode: "10310",
 * })
 */
export const build = (input: BuildInput): BuildResult => {
  const amounts = amountIssues(input)
  if (amounts.length > 0) return { ok: false, issues: amounts }
  const text = encoded(input)
  if (typeof text !== "string") return { ok: false, issues: [text] }
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const issues = validate(parsed.payload).filter(({ code }) => !ADVICE.has(code))
  return issues.length > 0 ? { ok: false, issues } : { ok: true, payload: text }
}

/** An amount that is not whole rupiah is refused before it becomes text. */
const amountIssues = ({ amount, tip }: BuildInput): ReadonlyArray<Issue> => [
  ...(amount === undefined ? [] : rupiahIssue("54", amount)),
  ...(tip?.kind === "fixed" ? rupiahIssue("56", tip.rupiah) : []),
]

export const rupiahIssue = (path: string, rupiah: number): ReadonlyArray<Issue> => {
  if (isRupiah(rupiah)) return []
  const details = { rule: "4.7.8.1", found: String(rupiah), allowed: `whole rupiah, 1 to ${MAX_RUPIAH}` }
  return [issue("wrong-amount", "error", { path, offset: 0 }, details)]
}

const encoded = (input: BuildInput): string | Issue => {
  try {
    return encode(dataObjects(input))
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error
    return issue("not-encodable", "error", { path: error.path, offset: 0 }, { found: error.message })
  }
}

const dataObjects = (input: BuildInput): ReadonlyArray<Encodable> => [
  { tag: "00", value: "01" },
  { tag: "01", value: POINT_OF_INITIATION[input.pointOfInitiation] },
  ...merchantAccounts(input.merchantAccounts),
  ...centralRepository(input.centralRepository),
  { tag: "52", value: input.merchantCategoryCode },
  { tag: "53", value: "360" },
  ...optional("54", input.amount?.toString()),
  ...tipObjects(input.tip),
  { tag: "58", value: "ID" },
  { tag: "59", value: input.merchantName },
  { tag: "60", value: input.merchantCity },
  { tag: "61", value: input.postalCode },
  ...template("62", additionalData(input.additionalData ?? {})),
  ...template("64", localized(input.localized)),
]

const merchantAccounts = (accounts: ReadonlyArray<MerchantAccount>): ReadonlyArray<Encodable> => {
  const taken = new Set(accounts.map(({ tag }) => tag))
  const free = ACCOUNT_TAGS.filter((tag) => !taken.has(tag)).values()
  return accounts.map(({ tag, gui = DEFAULT_GUI, mpan, mid, criteria = "URE" }) => ({
    tag: tag ?? free.next().value ?? NO_TAG_LEFT,
    children: [
      { tag: "00", value: gui },
      { tag: "01", value: mpan },
      { tag: "02", value: mid },
      { tag: "03", value: criteria },
    ],
  }))
}

const ACCOUNT_TAGS = Array.from({ length: 20 }, (_, index) => String(26 + index))
/** Not a tag, so that the twenty-first account is refused. */
const NO_TAG_LEFT = "46+"

const centralRepository = (repository: CentralRepository | undefined): ReadonlyArray<Encodable> => {
  if (repository === undefined) return []
  const { nmid, criteria } = repository
  return template("51", [
    { tag: "00", value: REPOSITORY_GUI },
    { tag: "02", value: nmid },
    ...optional("03", criteria),
  ])
}

const tipObjects = (tip: Tip | undefined): ReadonlyArray<Encodable> => {
  if (tip === undefined) return []
  if (tip.kind === "ask") return [{ tag: "55", value: "01" }]
  return tip.kind === "fixed"
    ? [
        { tag: "55", value: "02" },
        { tag: "56", value: String(tip.rupiah) },
      ]
    : [
        { tag: "55", value: "03" },
        { tag: "57", value: tip.percent },
      ]
}

const additionalData = (data: AdditionalData): ReadonlyArray<Encodable> => [
  ...optional("01", data.billNumber),
  ...optional("02", data.mobileNumber),
  ...optional("03", data.storeLabel),
  ...optional("04", data.loyaltyNumber),
  ...optional("05", data.referenceLabel),
  ...optional("06", data.customerLabel),
  ...optional("07", data.terminalLabel),
  ...optional("08", data.purpose),
  ...optional("09", data.consumerDataRequest),
  ...(data.proprietary === undefined
    ? []
    : template("99", [
        { tag: "00", value: data.proprietary.gui ?? DEFAULT_GUI },
        { tag: "01", value: data.proprietary.data },
      ])),
]

const localized = (merchant: LocalizedMerchant | undefined): ReadonlyArray<Encodable> => {
  if (merchant === undefined) return []
  const { language, merchantName, merchantCity } = merchant
  return [{ tag: "00", value: language }, { tag: "01", value: merchantName }, ...optional("02", merchantCity)]
}

const optional = (tag: string, value: string | undefined): ReadonlyArray<Encodable> =>
  value === undefined ? [] : [{ tag, value }]

const template = (tag: string, children: ReadonlyArray<Encodable>): ReadonlyArray<Encodable> =>
  children.length === 0 ? [] : [{ tag, children }]
