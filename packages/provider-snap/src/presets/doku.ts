import type { SnapProfileInput } from "../profile.js"
import { CREATE, INQUIRE, NOTIFICATION, STATUS, SYMMETRIC } from "./standard.js"

/**
 * DOKU. To confirm at onboarding: how its QRIS callbacks are signed, since four stories exist; until then
 * they prove nothing.
 *
 * Settings: `terminalId`, `postalCode`, `feeType`.
 */
export const doku = {
  id: "snap-doku",
  title: "DOKU (SNAP)",
  // [A]
  hosts: { sandbox: "https://api-sandbox.doku.com", production: "https://api.doku.com" },
  // [A], [R]
  token: { path: "/authorization/v1/access-token/b2b", body: { grantType: "client_credentials" } },
  signing: SYMMETRIC,
  // [B2]
  headers: { channelId: "H2H" },
  verbs: {
    create: {
      ...CREATE,
      path: "/snap-adapter/b2b/v1.0/qr/qr-mpm-generate",
      body: {
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        merchantId: "{merchantId}",
        terminalId: "{settings.terminalId}",
        validityPeriod: "{expiresAt?}",
        additionalInfo: { postalCode: "{settings.postalCode}", feeType: "{settings.feeType?}" },
      },
    },
    inquire: {
      ...INQUIRE,
      path: "/snap-adapter/b2b/v1.0/qr/qr-mpm-query",
      body: {
        originalReferenceNo: "{paymentId}",
        originalPartnerReferenceNo: "{externalId}",
        serviceCode: "47",
        merchantId: "{merchantId}",
      },
      answer: { ...INQUIRE.answer, issuer: "additionalInfo.issuerName" },
    },
  },
  status: STATUS,
  limits: { externalId: { maximum: 64 } },
  // Form fields with WORDS, whose formula is not known [A, archived].
  notification: {
    ...NOTIFICATION,
    recipe: "form",
    tails: [],
    ids: { paymentId: "TRANSACTIONID", externalId: "INVOICE" },
    status: "TXNSTATUS",
    amount: "AMOUNT",
    paidAt: "TXNDATE",
    issuer: "ISSUERNAME",
    retrievalReference: "REFERENCEID",
    words: { S: "paid" },
  },
  required: ["merchantId", "settings.terminalId", "settings.postalCode"],
  capabilities: {
    cancel: "DOKU lists a cancel without a path",
    refund: "DOKU names a path for refunds and no fields",
    notificationUrl: "DOKU sends callbacks to the address registered in its back office",
  },
} as const satisfies SnapProfileInput
