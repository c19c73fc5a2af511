import type { PresetFacts } from "../preset-facts.ts"

export const bri: PresetFacts = {
  standing:
    "BRI's QR MPM Dynamic. Paths, bodies and the token that BRI asks of you are known [A]; encoding and version differ between sources, so confirm them before you go live.",
  settings: {
    terminalId: "the terminal's id at BRI [A]",
    channelId: "five digits; `95221` in integrations [A]",
  },
  questions: [
    { ask: "whether X-SIGNATURE is hex or base64", decides: "`signing.encoding`" },
    { ask: "v1.1 or v1.0 of create and inquire", decides: "`verbs.create.path`, `verbs.inquire.path`" },
    { ask: "whether X-TIMESTAMP has milliseconds", decides: "`milliseconds`" },
    {
      ask: "the client id under which BRI asks you for a token",
      decides:
        "`inbound.clientId`; `inbound.secret` is 32 random characters of yours, the same in every process",
    },
    { ask: "BRI's public key, for its request of a token and for its callbacks", decides: "`acquirerKeys`" },
  ],
  variant: {
    when: "Three code bases send hex and v1.1, two others base64 and v1.0 [B2]. The others':",
    code: `import { bri } from "@qriskit/provider-snap/presets"

export const olderBri = {
  ...bri,
  signing: { ...bri.signing, encoding: "base64" },
  milliseconds: false,
  verbs: {
    create: { ...bri.verbs.create, path: "/v1.0/qr-dynamic-mpm/qr-mpm-generate-qr" },
    inquire: { ...bri.verbs.inquire, path: "/v1.0/qr-dynamic-mpm/qr-mpm-query" },
  },
} as const`,
  },
  mind: [
    "An inquiry knows BRI's own id only [A]. So a create whose answer was lost cannot be asked about: its outcome stays `unknown`, and its QR was shown to nobody.",
    "No document describes a cancel or a refund.",
    "The inquiry's serviceCode is 17, where the standard has 47 [A].",
  ],
  callbacks: [
    "BRI first asks you for a token, at your host and `/snap/v1.0/access-token/b2b`, then calls `/snap/v1.1/qr/qr-mpm-notify` with it [A]. Route both, as the example does. What is refused is answered as a token that is over, so that it asks for a new one.",
    "The signature covers client id and time alone [B2]: status, amount and ids are free. `claim.authenticity` is `none`.",
    "The status may be missing [A]: such a claim says `pending`, and is a reason to ask.",
    "Its page misspells a header, X-EXTRENAL-ID [A]. Neither spelling is needed.",
  ],
  open: [
    "Limits of `validityPeriod`, and repetitions of callbacks.",
    "Answers for a token have no responseCode, and a life of 899 seconds as text [A]. Both are read.",
  ],
}
