import type { SnapProfileInput } from "../profile.js"
import { ASYMMETRIC, CREATE, INQUIRE, NOTIFICATION, STATUS } from "./standard.js"

/**
 * DANA as a QRIS acquirer. To confirm at onboarding: the path of the inquiry, which is told in four ways. Its answer to
 * a create names no id of its own, so the merchant's stands in for it.
 *
 * Settings: `storeId`, `channelId`, `origin`.
 */
export const dana = {
  id: "snap-dana",
  title: "DANA (SNAP)",
  // [A]
  hosts: { sandbox: "https://api.sandbox.dana.id", production: "https://api.saas.dana.id" },
  signing: ASYMMETRIC,
  headers: {
    // <partnerId>-SERVER in its SDK, 95221 in integrations [R].
    channelId: "{settings.channelId}",
    more: { ORIGIN: "{settings.origin}" },
  },
  verbs: {
    create: {
      ...CREATE,
      path: "/v1.0/qr/qr-mpm-generate.htm",
      body: {
        merchantId: "{merchantId}",
        storeId: "{settings.storeId}",
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        validityPeriod: "{expiresAt?}",
        additionalInfo: {
          terminalSource: "MER",
          envInfo: { sourcePlatform: "IPG", terminalType: "SYSTEM", orderTerminalType: "WEB" },
        },
      },
      answer: { ids: { externalId: "partnerReferenceNo" }, qr: "qrContent" },
      // Its inquiry asks by the merchant's id anyway [B]; its answer holds no QR [B].
      lost: {
        body: {
          originalPartnerReferenceNo: "{externalId}",
          serviceCode: "47",
          merchantId: "{merchantId}",
        },
      },
    },
    inquire: {
      ...INQUIRE,
      // [B], and in the documentation of its gateway's SDK. Others: /v1.0/debit/status.htm, /v1.0/qr/qr-mpm-query.htm.
      path: "/rest/v1.1/debit/status",
      service: "55",
      body: {
        originalPartnerReferenceNo: "{externalId}",
        serviceCode: "47",
        merchantId: "{merchantId}",
      },
      answer: { ...INQUIRE.answer, ids: { externalId: "originalPartnerReferenceNo" } },
    },
  },
  // 02 is paid and not final; 05 is closed, after expiry too [A].
  status: {
    "00": STATUS["00"],
    "01": "pending",
    "02": "pending",
    "03": "pending",
    "05": "canceled",
    "07": "pending",
  },
  limits: { externalId: { maximum: 25 } },
  notification: {
    ...NOTIFICATION,
    recipe: "asymmetric",
    // Finish Notify, service 56 [A].
    tails: ["/v1.0/debit/notify"],
    ids: { externalId: "originalPartnerReferenceNo" },
    paidAt: "finishedTime",
    accepted: { status: 200, code: "2005600", message: "Successful" },
    rejected: { status: 401, code: "4015600", message: "Unauthorized. Signature" },
    // Asks for another try, for up to 7 days [A], [B].
    failed: { status: 500, code: "5005601", message: "Internal Server Error" },
  },
  required: ["merchantId", "settings.storeId", "settings.channelId", "settings.origin"],
  capabilities: {
    cancel: "DANA's answer to a cancel of a QRIS is not documented",
    refund: "DANA's answer to a refund of a QRIS is not documented",
    notificationUrl: "DANA sends callbacks to the address registered for the merchant",
  },
} as const satisfies SnapProfileInput
