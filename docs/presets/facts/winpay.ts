import type { PresetFacts } from "../preset-facts.ts"

export const winpay: PresetFacts = {
  standing:
    "Winpay's QRIS. Documentation and samples agree on create, inquire and signature [A]; whether you get the QR's text, and the address of callbacks, must be confirmed.",
  settings: { terminalId: "the terminal's id at Winpay [A]" },
  questions: [
    {
      ask: "that answers to a create carry `qrContent`: only some merchants get it [A]",
      decides:
        "without it there is a picture and no QR that could be checked: create fails with that sentence",
    },
    {
      ask: "the callback address as it is registered, its path included",
      decides: "`notificationUrl`: the path is part of what is signed [C]",
    },
    {
      ask: "whether your host has the mount point `/snap`",
      decides: "the paths of `verbs`, and `signing.stripPrefix`: see below",
    },
    { ask: "Winpay's public key; the sandbox's has 1024 bits [A]", decides: "`acquirerKeys`" },
  ],
  variant: {
    when: "Where the host has the mount point:",
    code: `import { winpay } from "@qriskit/provider-snap/presets"

export const mountedWinpay = {
  ...winpay,
  signing: { ...winpay.signing, stripPrefix: "/snap" }, // not signed [B]
  verbs: {
    create: { ...winpay.verbs.create, path: "/snap/v1.0/qr/qr-mpm-generate" },
    inquire: { ...winpay.verbs.inquire, path: "/snap/v1.0/qr/qr-mpm-query" },
  },
} as const`,
  },
  request: "expiresAt: new Date(Date.now() + 15 * 60_000), // Winpay wants to be told",
  mind: [
    "A request must say when the QR expires: more than a minute ahead, up to three months [A].",
    "Its answer names no id of its own: `ref.paymentId` is your external id. Inquiries need its `contractId`, which the reference carries in `attributes` [A]. So store the whole reference.",
    "Without that contract's id a create whose answer was lost cannot be asked about: its outcome stays `unknown`, and its QR was shown to nobody.",
    'An unpaid QR is "not found" there, code 07 [A]: it stays `pending`.',
  ],
  callbacks: [
    "They are signed with Winpay's private key over method, path, body and time [A].",
    "Which path that is was read from its sample of virtual accounts [C]: the whole registered one.",
    "Repetitions are not documented.",
  ],
  open: [
    "`/snap` in the host or not: samples use a staging host that has it.",
    "A cancel has a path in one integration [B] and no documented answer.",
    "No document that was found describes a refund.",
  ],
}
