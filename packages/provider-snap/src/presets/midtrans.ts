import type { SnapProfileInput } from "../profile.js"
import { CANCEL, CREATE, INQUIRE, NOTIFICATION, STATUS, SYMMETRIC, TOKEN } from "./standard.js"

/**
 * Midtrans: GoPay, and ShopeePay through it. Its documentation, its demo vectors and its SDK agree on
 * every signature [A].
 *
 * Settings: `acquirer` (`gopay`, or `airpay shopee`), which a request's `channel` overrides.
 */
export const midtrans = {
  id: "snap-midtrans",
  title: "Midtrans (SNAP)",
  // [A]. A third party names api.midtrans.com, which is not SNAP.
  hosts: {
    sandbox: "https://merchants.sbx.midtrans.com",
    staging: "https://merchants.stg.midtrans.com",
    production: "https://merchants.midtrans.com",
  },
  // [A]; its SDK writes grant_type instead [R], and both are accepted.
  token: { ...TOKEN, body: { grantType: "client_credentials" } },
  signing: SYMMETRIC,
  headers: {
    // Any five digits [A].
    channelId: "{settings.channelId}",
    // It wants the merchant's own references here [A].
    externalId: "reference",
    // After a time-out the same again [A], against the standard and its own 4094700.
    retryExternalId: "same",
  },
  verbs: {
    create: {
      ...CREATE,
      body: { ...CREATE.body, additionalInfo: { acquirer: "{channel?}" } },
      lost: {
        // One of three ids is enough [A].
        body: {
          originalPartnerReferenceNo: "{externalId}",
          merchantId: "{merchantId?}",
          serviceCode: "47",
        },
        // After a time-out the same X-EXTERNAL-ID and body are to be sent again [A]; that this is answered as the first
        // is inferred [C], so it must name the payment that was found.
        repeat: true,
      },
    },
    inquire: {
      ...INQUIRE,
      answer: {
        ...INQUIRE.answer,
        issuer: "additionalInfo.qris.issuerName",
        // [A]
        refunds: {
          list: "additionalInfo.refundHistory",
          refundId: "refundNo",
          externalId: "partnerReferenceNo",
          status: "refundStatus",
          amount: "refundAmount",
          refundedAt: "refundDate",
          words: { "00": "succeeded", "06": "failed" },
        },
      },
    },
    cancel: CANCEL,
    refund: {
      path: "/v1.0/qr/qr-mpm-refund",
      service: "78",
      body: {
        merchantId: "{merchantId}",
        originalPartnerReferenceNo: "{externalId}",
        partnerRefundNo: "{refundExternalId}",
        refundAmount: "{refundAmount?}",
        reason: "{reason?}",
      },
      // It answers referenceNo where the standard has refundNo [A].
      answer: {
        refundId: ["refundNo", "referenceNo"],
        externalId: "partnerRefundNo",
        amount: "refundAmount",
        refundedAt: "refundTime",
      },
      // Windows [A]: the longest counts (on-us), the shorter one is sure (off-us).
      terms: [
        { channel: "gopay", partial: true, days: 45, surelyDays: 7 },
        {
          channel: "airpay shopee",
          partial: "ShopeePay through Midtrans gives back all or nothing",
          days: 365,
          surelyDays: 7,
          closed: { from: "23:55", until: "06:00" },
        },
      ],
    },
  },
  // 08 and 09 are Midtrans' own [A].
  status: { ...STATUS, "08": "expired", "09": "failed" },
  codes: {
    // X-EXTERNAL-ID is the merchant's reference, so a conflict is the same payment again [A].
    "409xx00": "DuplicateExternalId",
    // Outside of the refund window [A].
    "4057801": "InvalidState",
  },
  limits: {
    externalId: { maximum: 36, alphabet: "A-Za-z0-9_~.-" },
    // 15 minutes where none is asked for [A].
    expirySeconds: { minimum: 20, maximum: 15_552_000 },
    refundExternalId: { maximum: 64, alphabet: "A-Za-z0-9_-" },
  },
  // GoPay where none is named [A].
  channel: { setting: "acquirer", ids: ["gopay", "airpay shopee"], usual: "gopay" },
  notification: {
    ...NOTIFICATION,
    recipe: "asymmetric",
    issuer: "additionalInfo.qris.issuerName",
    statuses: ["paid", "refunded", "canceled", "failed", "expired"],
  },
  required: ["merchantId", "settings.channelId"],
  capabilities: { notificationUrl: "Midtrans sends callbacks to the address registered for the merchant" },
} as const satisfies SnapProfileInput
