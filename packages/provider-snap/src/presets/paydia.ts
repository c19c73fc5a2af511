import type { SnapProfileInput } from "../profile.js"
import { CREATE, INQUIRE, NOT_FOUND, NOTIFICATION, STATUS, SYMMETRIC } from "./standard.js"

/**
 * Paydia. To confirm at onboarding: `merchantid` or `merchantId`, v2.0 or v1.0 of the inquiry, and what
 * its callbacks sign.
 *
 * Settings: `channelId`, `storeId`, `terminalId`.
 */
export const paydia = {
  id: "snap-paydia",
  title: "Paydia (SNAP)",
  // [A]
  hosts: { sandbox: "https://api.paydia.co.id", production: "https://api.paydia.id" },
  token: { path: "/snap/v1.0/access-token/b2b", body: { grantType: "client_credentials" } },
  // /snap is signed, too [R].
  signing: SYMMETRIC,
  // 12345 in its SDK, 95221 in an integration [R].
  headers: { channelId: "{settings.channelId}" },
  verbs: {
    create: {
      ...CREATE,
      path: "/snap/v1.0/qr/qr-mpm-generate",
      body: {
        // Lower case [A].
        merchantid: "{merchantId}",
        storeId: "{settings.storeId?}",
        terminalId: "{settings.terminalId?}",
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        validityPeriod: "{expiresAt?}",
      },
    },
    inquire: {
      ...INQUIRE,
      // qr-mpm-query is the issuer's, with a customer's token [A].
      path: "/snap/v2.0/qr/qr-mpm-status",
      service: "53",
      body: {
        originalReferenceNo: "{paymentId}",
        originalPartnerReferenceNo: "{externalId}",
        merchantid: "{merchantId}",
        serviceCode: "47",
      },
    },
  },
  status: STATUS,
  limits: { externalId: { maximum: 64 } },
  notification: {
    ...NOTIFICATION,
    // "Asymmetric" on its page; the text is presumed to be the standard's [C].
    recipe: "asymmetric",
    tails: ["/snap/v2.0/qr/qr-mpm-notify", "/v2.0/qr/qr-mpm-notify"],
  },
  required: ["merchantId", "settings.channelId"],
  capabilities: {
    cancel: NOT_FOUND.cancel,
    refund: "Paydia lists a refund without a path",
    notificationUrl: "Paydia sends callbacks to the address registered for the merchant",
  },
} as const satisfies SnapProfileInput
