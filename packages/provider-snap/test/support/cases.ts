import * as presets from "../../src/presets.js"
import type { Case } from "./conformance.js"

// 07 means expired only once the payment's own time is over, so it is no word for itself.
const { "07": _, ...words } = presets.ifortepay.status

/** What each preset's acquirer has and lacks. */
export const CASES = {
  bri: {
    inquireIds: { externalId: undefined },
    lacks: {
      cancel: "No document that was found describes a cancel.",
      refund: "No document that was found describes a refund.",
      "signed-callbacks": "Client id and time are signed, so whoever has one callback can write any other.",
      "signed-claims": "Neither status nor amount is signed.",
      "inquire-names-external-id": "Its invoice number is named once the payment is paid.",
    },
  },
  dana: {
    namesPaymentId: false,
    has: ["found-create"],
    // At most 25 characters.
    requestOf: (externalId) => externalId.slice(0, 25),
    lacks: {
      cancel: "The answer to a cancel of a QRIS is not documented.",
      refund: "The answer to a refund of a QRIS is not documented.",
      payer: "An inquiry's answer names nobody.",
    },
  },
  doku: {
    words: { ...presets.doku.status, S: "paid" },
    lacks: {
      "json-callbacks": "Its callbacks are forms.",
      cancel: "DOKU lists a cancel without a path.",
      refund: "DOKU names a path for refunds and no fields.",
      "signed-callbacks": "The formula of the checksum in its form is not known.",
      "signed-claims": "The formula of the checksum in its form is not known.",
    },
  },
  ifortepay: {
    words,
    has: ["notification-url", "expiry-limits"],
    // Letters and digits alone.
    requestOf: (externalId) => externalId.replaceAll("-", ""),
    lacks: {
      refund: "iFortepay describes no refund over SNAP.",
      "expired-status": "Code 07 counts only once the payment's own time is over.",
    },
  },
  midtrans: {
    repeatsAnswer: true,
    has: ["channels", "expiry-limits", "expired-status", "found-create"],
    lacks: {
      "repeated-create":
        "That the same call is answered alike is inferred, so it is asked first, and the answer must name what was found.",
      "duplicate-refusal": "The same call is answered alike on the same day, not refused.",
    },
  },
  nicepay: {
    has: ["notification-url"],
    lacks: {
      cancel: "No document that was found describes a cancel.",
      refund: "NICEPAY names a path for refunds and no fields.",
      payer: "An inquiry's answer names nobody.",
      "signed-callbacks": "Client id and time are signed, so whoever has one callback can write any other.",
      "signed-claims": "Neither status nor amount is signed.",
    },
  },
  paydia: {
    lacks: {
      cancel: "No document that was found describes a cancel.",
      refund: "Paydia lists a refund without a path.",
      payer: "An inquiry's answer names nobody.",
    },
  },
  shopeepay: {
    has: ["found-create"],
    lacks: {
      refund: "No document that was found describes a refund.",
      payer: "An inquiry's answer names nobody.",
    },
  },
  winpay: {
    namesPaymentId: false,
    has: ["required-fields", "expiry-time", "expiry-limits"],
    expiresAt: () => new Date(Date.now() + 1_800_000),
    lacks: {
      cancel: "The answer to a cancel is not documented.",
      refund: "No document that was found describes a refund.",
    },
  },
} satisfies Readonly<Record<keyof typeof presets, Case>>
