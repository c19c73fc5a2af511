import type { SnapProfileInput } from "../profile.js"
import { CREATE, INQUIRE, NOT_FOUND, NOTIFICATION, STATUS, SYMMETRIC } from "./standard.js"

/**
 * BRI, QR MPM Dynamic. To confirm at onboarding: hex or base64, v1.1 or v1.0, milliseconds or not. It asks for a token
 * of ours before it calls back, and signs client id and time alone: its callbacks prove nothing.
 *
 * Settings: `terminalId`, `channelId`.
 */
export const bri = {
  id: "snap-bri",
  title: "BRI (SNAP)",
  // [A]
  hosts: { sandbox: "https://sandbox.partner.api.bri.co.id", production: "https://partner.api.bri.co.id" },
  // Its answer has no responseCode [A].
  token: {
    path: "/snap/v1.0/access-token/b2b",
    body: { grantType: "client_credentials" },
    lifetimeSeconds: 899,
  },
  // Hex in three code bases, base64 in two others [B2].
  signing: { ...SYMMETRIC, encoding: "hex" },
  // [B]
  milliseconds: true,
  headers: { channelId: "{settings.channelId}" },
  verbs: {
    create: {
      ...CREATE,
      path: "/v1.1/qr-dynamic-mpm/qr-mpm-generate-qr",
      body: {
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        merchantId: "{merchantId}",
        terminalId: "{settings.terminalId}",
        validityPeriod: "{expiresAt?}",
      },
      answer: { ids: CREATE.answer.ids, qr: "qrContent" },
    },
    inquire: {
      ...INQUIRE,
      path: "/v1.1/qr-dynamic-mpm/qr-mpm-query",
      // 17, not 47; and its own id is the only key [A].
      body: {
        originalReferenceNo: "{paymentId}",
        serviceCode: "17",
        additionalInfo: { terminalId: "{settings.terminalId}" },
      },
      answer: {
        ...INQUIRE.answer,
        ids: { paymentId: "originalReferenceNo", externalId: "additionalInfo.invoiceNumber" },
        issuer: "additionalInfo.issuerName",
        payerName: "additionalInfo.customerName",
        retrievalReference: "additionalInfo.issuerRrn",
      },
    },
  },
  status: STATUS,
  limits: { externalId: { maximum: 64 } },
  notification: {
    ...NOTIFICATION,
    recipe: "client-timestamp",
    tails: ["/snap/v1.1/qr/qr-mpm-notify"],
    // A token of ours that is over is what is refused most often: a new one is to be asked for [A].
    rejected: { status: 401, code: "4015201", message: "Invalid Token (B2B)" },
  },
  inboundToken: {
    path: "/snap/v1.0/access-token/b2b",
    lifetimeSeconds: 3_600,
    tokenType: "BearerToken",
    expiresIn: "text",
  },
  required: ["merchantId", "settings.terminalId", "settings.channelId"],
  capabilities: {
    cancel: NOT_FOUND.cancel,
    refund: NOT_FOUND.refund,
    notificationUrl: "BRI sends callbacks to the address that it was given at onboarding",
  },
} as const satisfies SnapProfileInput
