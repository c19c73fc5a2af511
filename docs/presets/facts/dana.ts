import type { PresetFacts } from "../preset-facts.ts"

export const dana: PresetFacts = {
  standing:
    "DANA as a QRIS acquirer. Create, signatures and callbacks are settled [A] [R]; the path of the inquiry is told in four ways, so confirm it before you go live.",
  settings: {
    storeId: "the store's id at DANA [A]",
    channelId: "`<partner id>-SERVER` in its SDK, `95221` in integrations [R]",
    origin: "your web origin, as it is registered: `https://toko.example` [R]",
  },
  questions: [
    { ask: "which path the inquiry has for you", decides: "`verbs.inquire.path`, see below" },
    {
      ask: "CHANNEL-ID and ORIGIN as they have them on record",
      decides: "`settings.channelId`, `settings.origin`",
    },
    { ask: "DANA's public key of each environment", decides: "`acquirerKeys`" },
  ],
  variant: {
    when: "Where the inquiry is the standard's:",
    code: `import { dana } from "@qriskit/provider-snap/presets"

export const otherDana = {
  ...dana,
  verbs: { ...dana.verbs, inquire: { ...dana.verbs.inquire, path: "/v1.0/qr/qr-mpm-query.htm", service: "51" } },
} as const`,
  },
  mind: [
    "Its answer to a create names no id of its own [B], so `ref.paymentId` is your external id.",
    "External ids have 25 characters at most [A]: a UUID does not fit. Set `newExternalId` where you use `@qriskit/payments`.",
    "Status 02 is paid and not final: it is `pending` here [A].",
    "So a create whose answer was lost can be asked about by a reference of your own making: your external id as `paymentId`, too.",
  ],
  callbacks: [
    "They are its Finish Notify, service 56, at `/v1.0/debit/notify` [A].",
    "They are repeated for up to seven days, also after HTTP 500 with 5005601, which is what `failed` answers [A] [B].",
    "A body may be malformed JSON: then it is refused, and asking makes up for it [R].",
  ],
  open: [
    "The path of the inquiry: `/rest/v1.1/debit/status` [B], `/v1.0/debit/status.htm`, `/v1.0/qr/qr-mpm-query.htm`, and one more.",
    "Answers of cancel and refund of a QRIS are not documented, so there is neither.",
    "Comments in its SDK swap the two ids of a callback [A]. The names are believed.",
  ],
}
