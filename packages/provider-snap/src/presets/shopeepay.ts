import type { SnapProfileInput } from "../profile.js"
import { CANCEL, CREATE, INQUIRE, NOTIFICATION, STATUS, SYMMETRIC, TOKEN } from "./standard.js"

/**
 * ShopeePay, Indonesia. Known from integrations that agree [B2]. To confirm at onboarding: the store, and the
 * registered callback address, which is signed whole. It calls back once and never again.
 *
 * Settings: `externalStoreId`.
 */
export const shopeepay = {
  id: "snap-shopeepay",
  title: "ShopeePay (SNAP)",
  // [B2]
  hosts: { sandbox: "https://api.snap.uat.airpay.co.id", production: "https://api.snap.airpay.co.id" },
  token: { ...TOKEN, body: { grantType: "client_credentials" } },
  signing: SYMMETRIC,
  // [B]
  headers: { channelId: "PC" },
  verbs: {
    create: {
      ...CREATE,
      body: {
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        merchantId: "{merchantId}",
        validityPeriod: "{expiresAt?}",
        additionalInfo: { externalStoreId: "{settings.externalStoreId}" },
      },
      // Either id is enough [B].
      lost: {
        body: {
          originalPartnerReferenceNo: "{externalId}",
          serviceCode: "47",
          merchantId: "{merchantId}",
          externalStoreId: "{settings.externalStoreId}",
        },
      },
    },
    inquire: {
      ...INQUIRE,
      body: {
        originalReferenceNo: "{paymentId}",
        originalPartnerReferenceNo: "{externalId}",
        serviceCode: "47",
        merchantId: "{merchantId}",
        externalStoreId: "{settings.externalStoreId}",
      },
    },
    // "Invalidate" there [B2]; fields as in the standard [S].
    cancel: CANCEL,
  },
  status: STATUS,
  limits: { externalId: { maximum: 64 } },
  notification: { ...NOTIFICATION, recipe: "asymmetric-url" },
  required: ["merchantId", "settings.externalStoreId", "notificationUrl"],
  capabilities: {
    refund: "no document that was found describes ShopeePay's refund of a QRIS",
    notificationUrl: "ShopeePay sends its one callback to the address registered for the merchant",
  },
} as const satisfies SnapProfileInput
