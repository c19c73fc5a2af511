/**
 * What the national standard says [S], in the pieces from which presets are made. A preset that says nothing else
 * inherits these.
 */

/** Status codes, latestTransactionStatus [S]. 07 is "not found", which proves no failure: it stays `pending`. */
export const STATUS = {
  "00": "paid",
  "01": "pending",
  "02": "pending",
  "03": "pending",
  "04": "refunded",
  "05": "canceled",
  "06": "failed",
  "07": "pending",
} as const

/** The B2B access token, service 73 [S]. */
export const TOKEN = {
  path: "/v1.0/access-token/b2b",
  body: { grantType: "client_credentials", additionalInfo: {} },
} as const

/** HMAC-SHA512 with the token in it [S]; base64, which the standard does not name and most acquirers send. */
export const SYMMETRIC = { algorithm: "hmac-sha512", encoding: "base64" } as const

/** RSA-SHA256 without a token [S]. */
export const ASYMMETRIC = { algorithm: "rsa-sha256", encoding: "base64" } as const

const CREATED = {
  ids: { paymentId: "referenceNo", externalId: "partnerReferenceNo" },
  qr: "qrContent",
  imageUrl: "qrUrl",
} as const

/** Service 47 [S]. */
export const CREATE = {
  path: "/v1.0/qr/qr-mpm-generate",
  service: "47",
  body: {
    partnerReferenceNo: "{externalId}",
    amount: "{amount}",
    merchantId: "{merchantId?}",
    validityPeriod: "{expiresAt?}",
  },
  // Optional in its body, and in no preset's.
  fee: "feeAmount",
  answer: CREATED,
} as const

/** Service 51, about a payment that service 47 made [S]. */
export const INQUIRE = {
  path: "/v1.0/qr/qr-mpm-query",
  service: "51",
  body: {
    originalReferenceNo: "{paymentId}",
    originalPartnerReferenceNo: "{externalId}",
    merchantId: "{merchantId?}",
    serviceCode: "47",
  },
  answer: {
    ids: { paymentId: "originalReferenceNo", externalId: "originalPartnerReferenceNo" },
    status: "latestTransactionStatus",
    amount: "amount",
    fee: "feeAmount",
    paidAt: "paidTime",
  },
} as const

/** Service 77 [S]. */
export const CANCEL = {
  path: "/v1.0/qr/qr-mpm-cancel",
  service: "77",
  body: {
    originalReferenceNo: "{paymentId}",
    originalPartnerReferenceNo: "{externalId}",
    merchantId: "{merchantId?}",
    reason: "{reason}",
  },
} as const

/** Service 52 [S]. */
export const NOTIFICATION = {
  tails: ["/v1.0/qr/qr-mpm-notify"],
  ids: { paymentId: "originalReferenceNo", externalId: "originalPartnerReferenceNo" },
  status: "latestTransactionStatus",
  amount: "amount",
  accepted: { status: 200, code: "2005200", message: "Successful" },
  rejected: { status: 401, code: "4015200", message: "Unauthorized. Signature" },
  failed: { status: 500, code: "5005200", message: "General Error" },
  statuses: ["paid"],
} as const

/** What a preset says of a cancel or a refund that its acquirer's documents do not describe. */
export const NOT_FOUND = {
  cancel: "no document that was found describes a cancel; a QR expires by itself",
  refund: "no document that was found describes a refund that could be built",
} as const
