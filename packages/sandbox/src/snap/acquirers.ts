import type { LedgerStatus } from "../ledger.js"
import type { SnapAcquirer } from "./names.js"

/** A verb of an acquirer: where it is, its two digits, and the fields without which it refuses (400 case 02). */
export interface SnapVerb {
  readonly path: string
  readonly service: string
  readonly mandatory: ReadonlyArray<string>
}

/** How an acquirer signs what it announces. Names as in the table of recipes, section 6. */
export type CallbackRecipe = "R1" | "R2" | "R3" | "R6" | "R7"

/** One acquirer's dialect, as this project reads its documents. */
export interface SnapDialectFacts {
  /** Under which word the QR carries it, and the name of its app. */
  readonly name: string
  /** Where tokens are had; absent where calls are signed with RSA and need none. */
  readonly tokenPath?: string
  /** Its token answers have no responseCode. */
  readonly bareToken?: boolean
  readonly signs: "hmac" | "rsa"
  readonly encoding: "base64" | "hex"
  /** What of the path is not signed. */
  readonly mount?: string
  readonly create: SnapVerb
  readonly inquire: SnapVerb
  readonly cancel?: SnapVerb
  readonly refund?: SnapVerb
  /** Names a reference number of its own. */
  readonly hasReference: boolean
  /** X-EXTERNAL-ID is the merchant's reference, and a repeat of the same call is answered alike. */
  readonly repeatsAnswer?: boolean
  /** Seconds until a QR ends: when nobody asks, at least, at most. */
  readonly expiry: { readonly usual: number; readonly least: number; readonly most: number }
  /** The code of each state. */
  readonly codes: Readonly<Record<LedgerStatus, string>>
  readonly callback: {
    readonly recipe: CallbackRecipe
    /** How the merchant's address ends. */
    readonly tail: string
    /** Before a callback the merchant is asked for a token, at an address that ends so. */
    readonly tokenTail?: string
    readonly service: string
    /** Waits before repetitions, in seconds. */
    readonly retrySeconds: ReadonlyArray<number>
    readonly announces: ReadonlyArray<LedgerStatus>
  }
}

const ORIGINALS = ["originalReferenceNo", "originalPartnerReferenceNo", "serviceCode"]

/** Where an expiry's code is not documented it stays "not found", which is what Winpay and iFortepay say [A]. */
const CODES = { pending: "03", paid: "00", expired: "07", canceled: "05" } as const
const EXPIRY = { usual: 900, least: 1, most: 86_400 } as const
/** Mostly unknown: a few minutes, as this project chooses. */
const RETRIES = [60, 300, 900]
const NOTIFY = {
  tail: "/v1.0/qr/qr-mpm-notify",
  service: "52",
  retrySeconds: RETRIES,
  announces: ["paid"],
} as const

export const SNAP_FACTS: Readonly<Record<SnapAcquirer, SnapDialectFacts>> = {
  midtrans: {
    name: "GOPAY",
    tokenPath: "/v1.0/access-token/b2b",
    signs: "hmac",
    encoding: "base64",
    create: {
      path: "/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: ["partnerReferenceNo", "amount.value"],
    },
    // One of three ids is enough [A].
    inquire: { path: "/v1.0/qr/qr-mpm-query", service: "51", mandatory: ["serviceCode"] },
    cancel: { path: "/v1.0/qr/qr-mpm-cancel", service: "77", mandatory: ["merchantId", "reason"] },
    refund: {
      path: "/v1.0/qr/qr-mpm-refund",
      service: "78",
      mandatory: ["merchantId", "originalPartnerReferenceNo", "partnerRefundNo"],
    },
    hasReference: true,
    repeatsAnswer: true,
    expiry: { usual: 900, least: 20, most: 15_552_000 },
    codes: { ...CODES, expired: "08" },
    callback: { ...NOTIFY, recipe: "R1", announces: ["paid", "expired", "canceled"] },
  },
  nicepay: {
    name: "NICEPAY",
    tokenPath: "/nicepay/v1.0/access-token/b2b",
    signs: "hmac",
    encoding: "base64",
    mount: "/nicepay",
    create: {
      path: "/nicepay/api/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: ["partnerReferenceNo", "amount.value", "merchantId", "storeId"],
    },
    inquire: {
      path: "/nicepay/api/v1.0/qr/qr-mpm-query",
      service: "51",
      mandatory: [...ORIGINALS, "merchantId", "externalStoreId"],
    },
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    callback: { ...NOTIFY, recipe: "R3", tail: "/api/v1.0/qr/qr-mpm-notif", announces: ["paid", "canceled"] },
  },
  doku: {
    name: "DOKU",
    tokenPath: "/authorization/v1/access-token/b2b",
    signs: "hmac",
    encoding: "base64",
    create: {
      path: "/snap-adapter/b2b/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: [
        "partnerReferenceNo",
        "amount.value",
        "merchantId",
        "terminalId",
        "additionalInfo.postalCode",
      ],
    },
    inquire: {
      path: "/snap-adapter/b2b/v1.0/qr/qr-mpm-query",
      service: "51",
      mandatory: [...ORIGINALS, "merchantId"],
    },
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    // Up to three times [A].
    callback: { ...NOTIFY, recipe: "R7", tail: "", retrySeconds: [60, 300] },
  },
  dana: {
    name: "DANA",
    signs: "rsa",
    encoding: "base64",
    create: {
      path: "/v1.0/qr/qr-mpm-generate.htm",
      service: "47",
      mandatory: [
        "merchantId",
        "storeId",
        "partnerReferenceNo",
        "additionalInfo.terminalSource",
        "additionalInfo.envInfo",
      ],
    },
    inquire: {
      path: "/rest/v1.1/debit/status",
      service: "55",
      mandatory: ["originalPartnerReferenceNo", "serviceCode", "merchantId"],
    },
    hasReference: false,
    expiry: EXPIRY,
    // Closed, also after expiry [A].
    codes: { ...CODES, expired: "05" },
    // For up to a week [B].
    callback: {
      ...NOTIFY,
      recipe: "R1",
      tail: "/v1.0/debit/notify",
      service: "56",
      retrySeconds: [60, 600, 3_600, 86_400],
    },
  },
  bri: {
    name: "BRI",
    tokenPath: "/snap/v1.0/access-token/b2b",
    bareToken: true,
    signs: "hmac",
    encoding: "hex",
    create: {
      path: "/v1.1/qr-dynamic-mpm/qr-mpm-generate-qr",
      service: "47",
      mandatory: ["partnerReferenceNo", "amount.value", "merchantId", "terminalId"],
    },
    inquire: {
      path: "/v1.1/qr-dynamic-mpm/qr-mpm-query",
      service: "51",
      mandatory: ["originalReferenceNo", "serviceCode", "additionalInfo.terminalId"],
    },
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    callback: {
      ...NOTIFY,
      recipe: "R3",
      tail: "/snap/v1.1/qr/qr-mpm-notify",
      tokenTail: "/snap/v1.0/access-token/b2b",
    },
  },
  winpay: {
    name: "WINPAY",
    signs: "rsa",
    encoding: "base64",
    mount: "/snap",
    create: {
      path: "/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: ["partnerReferenceNo", "terminalId", "validityPeriod", "additionalInfo.isStatic"],
    },
    inquire: {
      path: "/v1.0/qr/qr-mpm-query",
      service: "51",
      mandatory: ["originalPartnerReferenceNo", "serviceCode", "additionalInfo.contractId"],
    },
    hasReference: false,
    expiry: { usual: 900, least: 61, most: 7_776_000 },
    codes: { pending: "07", paid: "00", expired: "07", canceled: "07" },
    callback: { ...NOTIFY, recipe: "R1" },
  },
  paydia: {
    name: "PAYDIA",
    tokenPath: "/snap/v1.0/access-token/b2b",
    signs: "hmac",
    encoding: "base64",
    create: {
      path: "/snap/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: ["merchantid", "partnerReferenceNo", "amount.value"],
    },
    inquire: {
      path: "/snap/v2.0/qr/qr-mpm-status",
      service: "53",
      mandatory: ["originalReferenceNo", "merchantid", "serviceCode"],
    },
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    callback: { ...NOTIFY, recipe: "R1", tail: "/snap/v2.0/qr/qr-mpm-notify" },
  },
  shopeepay: {
    name: "SHOPEEPAY",
    tokenPath: "/v1.0/access-token/b2b",
    signs: "hmac",
    encoding: "base64",
    create: {
      path: "/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: ["partnerReferenceNo", "amount.value", "merchantId", "additionalInfo.externalStoreId"],
    },
    // Either id is enough: its table marks neither [B2].
    inquire: { path: "/v1.0/qr/qr-mpm-query", service: "51", mandatory: ["serviceCode", "merchantId"] },
    cancel: {
      path: "/v1.0/qr/qr-mpm-cancel",
      service: "77",
      mandatory: ["originalPartnerReferenceNo", "merchantId", "reason"],
    },
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    // One callback and no other [B2].
    callback: { ...NOTIFY, recipe: "R2", retrySeconds: [] },
  },
  ifortepay: {
    name: "NOBU",
    signs: "rsa",
    encoding: "base64",
    create: {
      path: "/v1.0/qr/qr-mpm-generate",
      service: "47",
      mandatory: ["partnerReferenceNo", "additionalInfo.callbackUrl"],
    },
    inquire: { path: "/v1.0/qr/qr-mpm-query", service: "51", mandatory: ORIGINALS },
    cancel: {
      path: "/v1.0/qr/qr-mpm-cancel",
      service: "77",
      mandatory: ["originalPartnerReferenceNo", "originalReferenceNo", "reason", "additionalInfo.type"],
    },
    hasReference: true,
    expiry: { usual: 900, least: 900, most: 3_600 },
    codes: CODES,
    // Three times, said of direct debit [C].
    callback: { ...NOTIFY, recipe: "R6", tail: "", retrySeconds: [60, 300] },
  },
}
