import type { SnapDialectFacts } from "./facts.js"
import type { SnapAcquirer } from "./names.js"

const ORIGINALS = ["originalReferenceNo", "originalPartnerReferenceNo", "serviceCode"]

/** Where an expiry's code is not documented it stays "not found", which is what Winpay and iFortepay say [A]. */
const CODES = { pending: "03", paid: "00", expired: "07", canceled: "05" } as const
const EXPIRY = { usual: 900, least: 1, most: 86_400 } as const
const upTo = (most: number): RegExp => new RegExp(`^.{1,${most}}$`)
const NOTIFY = {
  tail: "/v1.0/qr/qr-mpm-notify",
  headers: [],
  announces: ["paid"],
} as const

export const SNAP_FACTS: Readonly<Record<SnapAcquirer, SnapDialectFacts>> = {
  midtrans: {
    name: "GOPAY",
    tokenPath: "/v1.0/access-token/b2b",
    // Its own SDK writes it so [R].
    grantTypeToo: "grant_type",
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
    reference: /^[\w~.-]{1,36}$/,
    refundReference: /^[\w-]{1,64}$/,
    serviceCode: "47",
    hasReference: true,
    repeatsAnswer: true,
    expiry: { usual: 900, least: 20, most: 15_552_000 },
    codes: { ...CODES, expired: "08" },
    callback: {
      ...NOTIFY,
      recipe: "R1",
      headers: ["x-partner-id", "x-external-id"],
      announces: ["paid", "expired", "canceled"],
    },
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
    reference: upTo(40),
    serviceCode: "47",
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    callback: {
      ...NOTIFY,
      recipe: "R3",
      tail: "/api/v1.0/qr/qr-mpm-notif",
      urlAt: "additionalInfo.dbProcessUrl",
      headers: ["x-client-key"],
      announces: ["paid", "canceled"],
    },
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
    reference: upTo(64),
    serviceCode: "47",
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
    jakartaTimes: true,
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
    reference: upTo(25),
    serviceCode: "47",
    hasReference: false,
    expiry: EXPIRY,
    // Closed, also after expiry [A].
    codes: { ...CODES, expired: "05" },
    // For up to a week [B].
    callback: {
      ...NOTIFY,
      recipe: "R1",
      tail: "/v1.0/debit/notify",
      retrySeconds: [60, 600, 3_600, 86_400, 172_800, 259_200],
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
    reference: upTo(64),
    serviceCode: "17",
    hasReference: true,
    expiry: EXPIRY,
    codes: CODES,
    callback: {
      ...NOTIFY,
      recipe: "R3",
      headers: ["x-partner-id", "x-external-id", "channel-id"],
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
    reference: /^[\w-]{5,50}$/,
    serviceCode: "47",
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
    reference: upTo(64),
    serviceCode: "47",
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
    reference: upTo(64),
    serviceCode: "47",
    hasReference: true,
    knowsOwnOnly: true,
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
    reference: /^[A-Za-z0-9]{1,64}$/,
    serviceCode: "47",
    hasReference: true,
    expiry: { usual: 900, least: 900, most: 3_600 },
    codes: CODES,
    // Three times, said of direct debit [C].
    callback: {
      ...NOTIFY,
      recipe: "R6",
      tail: "",
      urlAt: "additionalInfo.callbackUrl",
      retrySeconds: [60, 300],
    },
  },
}
