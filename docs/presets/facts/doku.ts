import type { PresetFacts } from "../preset-facts.ts"

export const doku: PresetFacts = {
  standing:
    "DOKU's QRIS. Token, signature, create and inquire are settled [A] [R]; how its QRIS callbacks are signed is not. Until you know, they prove nothing, which costs nothing but an inquiry.",
  settings: {
    terminalId: "the terminal; `A01` in integrations [B2]",
    postalCode: "the shop's postal code, five digits [B2]",
    feeType: "`1` in integrations [B2]; leave it out unless DOKU names it",
  },
  questions: [
    {
      ask: "how QRIS callbacks are signed, and an example with its key",
      decides: "`notification.recipe`: one of the [recipes](/providers/adding-a-snap-acquirer#callbacks)",
    },
    { ask: "where the callback address is registered: in the back office [A]", decides: "`notificationUrl`" },
    { ask: "whether a QR can be canceled, and at which path", decides: "`verbs.cancel`" },
  ],
  variant: {
    when: "Where DOKU signs as the standard has it, with its own RSA key:",
    code: `import { doku } from "@qriskit/provider-snap/presets"

export const signedDoku = {
  ...doku,
  notification: {
    recipe: "asymmetric",
    tails: ["/v1.0/qr/qr-mpm-notify"],
    ids: { paymentId: "originalReferenceNo", externalId: "originalPartnerReferenceNo" },
    status: "latestTransactionStatus",
    amount: "amount",
    accepted: doku.notification.accepted,
    rejected: doku.notification.rejected,
    failed: doku.notification.failed,
    statuses: ["paid"],
  },
} as const`,
  },
  mind: [
    "Its guide advises to ask a minute or more after the payment at first [A]: an answer may lag behind the money. [Durable payments](/payments) ask from the first seconds on, and go on.",
    "An inquiry sends both ids [B2]. So a create whose answer was lost cannot be asked about: its outcome stays `unknown`, and its QR was shown to nobody.",
  ],
  callbacks: [
    "An archived page shows form fields with WORDS, a checksum of 40 hex digits whose formula is not known [A]. They are read as that.",
    "Up to three tries [A].",
  ],
  open: [
    "Three other stories of its callbacks: headers of its older API [B], HMAC with a token of its own [R], HMAC with an empty token [B].",
    "The guide lists a cancel without a path [A]; one integration posts to `qr-expire` [B].",
    "A refund has a path and no documented fields [A].",
    "Answers of its own library write codes as numbers [R]. Both are read.",
  ],
}
