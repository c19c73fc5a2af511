import type { SnapProfileInput } from "../profile.js"
import { CREATE, INQUIRE, NOT_FOUND, NOTIFICATION, STATUS, SYMMETRIC, TOKEN } from "./standard.js"

/**
 * NICEPAY. Its Node and PHP code agree on paths, texts and bodies, and the vectors reproduce [R]. Its callbacks sign
 * client id and time alone, so they prove nothing.
 *
 * Settings: `storeId`; and where onboarding asks for them `mitraCd`, `goodsNm`, `billingPhone` and the other billing
 * fields.
 */
export const nicepay = {
  id: "snap-nicepay",
  title: "NICEPAY (SNAP)",
  // [A]
  hosts: {
    sandbox: "https://dev.nicepay.co.id",
    production: "https://www.nicepay.co.id",
    cloudSandbox: "https://dev-services.nicepay.co.id",
    cloudProduction: "https://services.nicepay.co.id",
  },
  token: { ...TOKEN, path: "/nicepay/v1.0/access-token/b2b" },
  // The mount point is not signed [R]. Newer pages want RSA over the client id instead: `over: "client"`.
  signing: { ...SYMMETRIC, stripPrefix: "/nicepay" },
  // Client id and "01" [A].
  headers: { channelId: "{clientId}01" },
  verbs: {
    create: {
      ...CREATE,
      path: "/nicepay/api/v1.0/qr/qr-mpm-generate",
      body: {
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        merchantId: "{merchantId}",
        storeId: "{settings.storeId}",
        validityPeriod: "{expiresAt?}",
        // Which of these are mandatory is not known.
        additionalInfo: {
          goodsNm: "{description?}",
          billingNm: "{customer.name?}",
          billingPhone: "{customer.phone?}",
          billingEmail: "{customer.email?}",
          billingCity: "{settings.billingCity?}",
          billingAddr: "{settings.billingAddr?}",
          billingState: "{settings.billingState?}",
          billingPostCd: "{settings.billingPostCd?}",
          billingCountry: "{settings.billingCountry?}",
          dbProcessUrl: "{notificationUrl?}",
          mitraCd: "{settings.mitraCd?}",
        },
      },
    },
    inquire: {
      ...INQUIRE,
      path: "/nicepay/api/v1.0/qr/qr-mpm-query",
      // It wants both ids and the store, under another name than on create [A].
      body: {
        originalReferenceNo: "{paymentId}",
        originalPartnerReferenceNo: "{externalId}",
        merchantId: "{merchantId}",
        externalStoreId: "{settings.storeId}",
        serviceCode: "47",
      },
    },
  },
  status: STATUS,
  limits: { externalId: { maximum: 40 } },
  notification: {
    ...NOTIFICATION,
    recipe: "client-timestamp",
    // Without the y [A].
    tails: ["/api/v1.0/qr/qr-mpm-notif"],
    paidAt: "additionalInfo.transactionDateTime",
    statuses: ["paid", "canceled"],
  },
  required: ["merchantId", "settings.storeId"],
  capabilities: {
    cancel: NOT_FOUND.cancel,
    refund: "NICEPAY names a path for refunds and no fields",
  },
} as const satisfies SnapProfileInput
