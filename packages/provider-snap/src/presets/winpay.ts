import type { SnapProfileInput } from "../profile.js"
import { ASYMMETRIC, CREATE, INQUIRE, NOT_FOUND, NOTIFICATION, STATUS } from "./standard.js"

/**
 * Winpay. To confirm at onboarding: that the merchant gets `qrContent` (without it there is a picture and no QR to
 * check), the registered callback address, and whether the host has the mount point /snap.
 *
 * Settings: `terminalId`. A request must say when the QR expires.
 */
export const winpay = {
  id: "snap-winpay",
  title: "Winpay (SNAP)",
  // [A]. Samples use the staging host, which has the mount point.
  hosts: {
    sandbox: "https://sandbox-snap.winpay.id",
    production: "https://snap.winpay.id",
  },
  // A mount point is not signed, where there is one [B]: these paths have none.
  signing: ASYMMETRIC,
  headers: { channelId: "WEB" },
  verbs: {
    create: {
      ...CREATE,
      body: {
        partnerReferenceNo: "{externalId}",
        terminalId: "{settings.terminalId}",
        amount: "{amount}",
        validityPeriod: "{expiresAt}",
        additionalInfo: { isStatic: false },
      },
      answer: {
        ids: { externalId: "partnerReferenceNo" },
        qr: "qrContent",
        imageUrl: "qrUrl",
        expiresAt: "additionalInfo.expiredAt",
        // Without it nobody can ask about the payment [A].
        attributes: { contractId: "additionalInfo.contractId" },
      },
    },
    inquire: {
      ...INQUIRE,
      body: {
        originalPartnerReferenceNo: "{externalId}",
        serviceCode: "47",
        additionalInfo: { contractId: "{attributes.contractId}" },
      },
      answer: {
        ...INQUIRE.answer,
        ids: { externalId: "originalPartnerReferenceNo" },
        issuer: "additionalInfo.issuer",
        retrievalReference: "additionalInfo.rrn",
      },
    },
  },
  // It knows two. An unpaid code is "not found" there, so 07 is pending [A].
  status: { "00": STATUS["00"], "07": STATUS["07"] },
  limits: {
    externalId: { minimum: 5, maximum: 50, alphabet: "A-Za-z0-9_-" },
    // More than one minute, up to three months, which are taken as 90 days [A].
    expirySeconds: { minimum: 61, maximum: 7_776_000 },
  },
  notification: {
    ...NOTIFICATION,
    recipe: "asymmetric",
    ids: { externalId: "originalPartnerReferenceNo" },
  },
  required: ["settings.terminalId"],
  capabilities: {
    // One integration has a path [B]: a profile of one's own can add it.
    cancel: "Winpay's answer to a cancel is not documented",
    refund: NOT_FOUND.refund,
    notificationUrl: "Winpay sends callbacks to the address registered for the merchant",
    requiredFields: ["expiresAt"],
  },
} as const satisfies SnapProfileInput
