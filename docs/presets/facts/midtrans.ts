import type { PresetFacts } from "../preset-facts.ts"

export const midtrans: PresetFacts = {
  standing:
    "GoPay, and ShopeePay behind Midtrans, over SNAP. Ready to use: its documentation, its demo of signatures and its SDK agree on every signature, and all four verbs are documented [A] [R]. Midtrans has a [door of its own](/providers/midtrans), too: simpler keys, callbacks that prove less.",
  settings: {
    channelId: "any five digits [A]",
    acquirer:
      "`gopay`, or `airpay shopee`; `gopay` where it is absent [A]. A request's `channel` overrides it",
  },
  questions: [
    {
      ask: "whether QRIS over SNAP is activated for your merchant, and for which of the two acquirers",
      decides: "`settings.acquirer`",
    },
    {
      ask: "Midtrans' public key of each environment: there is one for each [A]",
      decides: "`acquirerKeys`, never shared between environments",
    },
  ],
  mind: [
    "A QR whose time you do not say lives 15 minutes [A].",
    "The external id is also X-EXTERNAL-ID, which other acquirers want to be new with every call [A]. The preset does that.",
    "A create whose answer was lost is asked about by your id [A]. Where Midtrans has it, the same call goes again, with the same X-EXTERNAL-ID [A], to get its QR [C]; an answer about another payment is not believed. Where that fails, the error names the payment (`error.found`).",
    "An external id is unique for three months [A].",
    "A refund outside of its window is refused with code 4057801 [A]: you see `InvalidState`, and before that the sentence of its [terms](/refunds).",
  ],
  callbacks: [
    "They are signed with Midtrans' private key over method, path, body and time [A]; its printed example holds.",
    "How often they are repeated is not documented.",
  ],
  open: [
    "On a time-out Midtrans wants the same X-EXTERNAL-ID again [A], against the standard, and its own code 4094700 forbids it. It is repeated only where an inquiry found the payment, and a refusal changes nothing.",
    "`additionalInfo.qris` of callbacks is a list in one place and an object in another [A]; the object is read.",
    "A history of refunds beside a status that says paid is read as partially refunded [C].",
    "`paidTime` comes without an offset in its sample [A]; Jakarta time is taken [C].",
    "Whether a path in front of your callback address is signed is not said. The registered path is tried, then its documented end.",
  ],
}
