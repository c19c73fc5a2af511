import type { PresetFacts } from "../preset-facts.ts"

export const ifortepay: PresetFacts = {
  standing:
    "iFortepay over SNAP: another door than [its own API](/providers/ifortepay), with RSA keys in place of the hash key. Its QRIS examples sign without a token, and the formula of callbacks is documented [A]; the channel id must be confirmed.",
  settings: {
    channelId: "`QR004` in its examples [A]; no list was found",
    terminalId: "the terminal, where you have several",
  },
  questions: [
    { ask: "your channel id", decides: "`settings.channelId`" },
    { ask: "the client secret for callbacks: you choose it [A]", decides: "`clientSecret`" },
    {
      ask: "whether you call with RSA and no token, or with HMAC and one",
      decides: "RSA is what its QRIS examples do; see below for the other",
    },
  ],
  variant: {
    when: "Where they want HMAC with a token; its token comes from other hosts, and one page joins its text with a colon [A]:",
    code: `import { ifortepay } from "@qriskit/provider-snap/presets"

export const tokenIfortepay = {
  ...ifortepay,
  token: { path: "/v1.0/access-token/b2b", body: { grantType: "client_credentials" }, separator: ":" },
  signing: { algorithm: "hmac-sha512", encoding: "base64" },
} as const`,
  },
  mind: [
    "A QR whose time you do not say lives 15 minutes [A].",
    "A QR lives 15 to 60 minutes, 15 where you do not say [A].",
    "External ids are letters and digits alone [A]: no hyphen.",
    "An inquiry needs both ids [A]. So a create whose answer was lost cannot be asked about: its outcome stays `unknown`, and its QR was shown to nobody.",
    "Status 07 means expired [A], but only once the QR's own time is over: before that it proves nothing [C].",
    "A cancel is for dynamic QRs of NOBU [A].",
  ],
  callbacks: [
    "Each payment names its address in `additionalInfo.callbackUrl` [A]: the request's `notificationUrl`, or the configuration's.",
    "They are signed with the client secret over the whole address, X-VERSION, body and time [A].",
    "Only paid ones are announced [A]; three tries, said of direct debit [C].",
  ],
  open: [
    "The answers of create and cancel are not shown; the standard's names are read [S].",
    "`paidTime` is printed in two forms [A]. Both are read.",
    "`|` or `:` in the text that is signed for a token [A]: not needed without one.",
    "No document describes a refund over SNAP.",
  ],
}
