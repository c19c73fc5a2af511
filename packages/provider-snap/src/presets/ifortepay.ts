import type { SnapProfileInput } from "../profile.js"
import { ASYMMETRIC, CANCEL, CREATE, INQUIRE, NOTIFICATION, STATUS } from "./standard.js"

/**
 * iFortepay's SNAP: another door than `@qriskit/provider-ifortepay`, with RSA keys in place of the hash key. To confirm
 * at onboarding: the channel id. A cancel works for dynamic codes of NOBU.
 *
 * Settings: `channelId` (`QR004` in its examples). A request, or the configuration, must name the callback address.
 */
export const ifortepay = {
  id: "snap-ifortepay",
  title: "iFortepay (SNAP)",
  // [A]. Its token hosts are others, and are not needed: its QRIS examples sign without a token.
  hosts: { sandbox: "https://api-stage.ifortepay.id", production: "https://api.ifortepay.id" },
  signing: ASYMMETRIC,
  headers: { channelId: "{settings.channelId}" },
  verbs: {
    create: {
      ...CREATE,
      body: {
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        terminalId: "{settings.terminalId?}",
        validityPeriod: "{expiresAt?}",
        additionalInfo: {
          callbackUrl: "{notificationUrl}",
          customerDetail: {
            email: "{customer.email?}",
            phone: "{customer.phone?}",
            fullName: "{customer.name?}",
          },
        },
      },
    },
    inquire: {
      ...INQUIRE,
      body: {
        originalReferenceNo: "{paymentId}",
        originalPartnerReferenceNo: "{externalId}",
        serviceCode: "47",
      },
      answer: {
        ...INQUIRE.answer,
        issuer: "additionalInfo.issuer",
        retrievalReference: "additionalInfo.retrievalReferenceNo",
      },
    },
    cancel: {
      ...CANCEL,
      body: {
        originalPartnerReferenceNo: "{externalId}",
        originalReferenceNo: "{paymentId}",
        reason: "{reason}",
        additionalInfo: { type: "DYNAMIC" },
      },
    },
  },
  status: STATUS,
  // An expired payment is reported as 07 [A]; before its own expiry 07 proves nothing [C].
  expiredWhenOver: ["07"],
  limits: {
    externalId: { maximum: 64, alphabet: "A-Za-z0-9" },
    // 15 minutes where none is asked for.
    expirySeconds: { minimum: 900, maximum: 3_600 },
  },
  notification: {
    ...NOTIFICATION,
    recipe: "url-version",
    issuer: "additionalInfo.issuer",
    payerName: "additionalInfo.customerName",
    retrievalReference: "additionalInfo.retrievalReferenceNo",
  },
  required: ["settings.channelId", "notificationUrl"],
  capabilities: { refund: "iFortepay describes no refund over SNAP" },
} as const satisfies SnapProfileInput
