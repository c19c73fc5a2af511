import type { PresetFacts } from "../preset-facts.ts"

export const paydia: PresetFacts = {
  standing:
    "Paydia's QRIS. Documentation and its PHP SDK agree on signatures and create [A] [R]; the inquiry's version and what callbacks sign must be confirmed.",
  settings: {
    channelId: "`12345` in its SDK, `95221` in an integration [R]",
    storeId: "the store, where you have several",
    terminalId: "the terminal, where you have several",
  },
  questions: [
    { ask: "v2.0 or v1.0 of the inquiry", decides: "`verbs.inquire.path`" },
    { ask: "`merchantid` or `merchantId`", decides: "`verbs.create.body`, `verbs.inquire.body`" },
    { ask: "what exactly a callback signs, with an example", decides: "`notification.recipe`" },
    { ask: "Paydia's public key", decides: "`acquirerKeys`" },
  ],
  variant: {
    when: "Its SDK has v1.0 where its page says v2.0:",
    code: `import { paydia } from "@qriskit/provider-snap/presets"

export const olderPaydia = {
  ...paydia,
  verbs: { ...paydia.verbs, inquire: { ...paydia.verbs.inquire, path: "/snap/v1.0/qr/qr-mpm-status" } },
} as const`,
  },
  mind: [
    "The inquiry is `qr-mpm-status`; `qr-mpm-query` is for issuers, with a customer's token [A].",
    "The whole path is signed, `/snap` included [R].",
    "A refund is listed without a path [A], so there is none here.",
  ],
  callbacks: [
    "Its page says that they are signed asymmetrically [A]; the text is presumed to be the standard's [C].",
    "They come to `/snap/v2.0/qr/qr-mpm-notify` at your host; v1.0 has no status [A].",
    "Repetitions are not documented.",
  ],
  open: [
    "`merchantid` stands on its pages [A], `merchantId` in the standard [S].",
    "Success of a create is 2004700 in one place and 2005700 in another [A]. Both are successes here.",
    "Its SDK escapes slashes and letters in bodies [R]. The bytes are signed as they are, so that does not matter.",
  ],
}
