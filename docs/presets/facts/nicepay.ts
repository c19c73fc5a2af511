import type { PresetFacts } from "../preset-facts.ts"

export const nicepay: PresetFacts = {
  standing:
    "NICEPAY's QRIS. Ready to use for create and inquire: its Node and PHP code agree on paths, texts and bodies, and their signatures were reproduced [R]. Its callbacks prove nothing, so everything is confirmed by asking.",
  settings: {
    storeId: "the store's id at NICEPAY [A]",
    mitraCd: "the code of the QRIS partner; `QSHP` in its code [A]",
    billingCity: "billing address: city, where onboarding asks for it",
    billingAddr: "billing address: street",
    billingState: "billing address: province",
    billingPostCd: "billing address: postal code",
    billingCountry: "billing address: country",
  },
  questions: [
    {
      ask: "which billing fields are mandatory for you: no page says",
      decides: "the `settings` above, and `customer`",
    },
    {
      ask: "whether you are on the older hosts or on the cloud",
      decides: "`environment`: `sandbox` and `production`, or `cloudSandbox` and `cloudProduction`",
    },
    {
      ask: "the public key for callbacks: a second one, sent by mail [A]",
      decides: "`acquirerKeys`",
    },
    { ask: "whether calls are signed with HMAC, or with RSA over client id and time", decides: "see below" },
  ],
  variant: {
    when: "Newer pages want RSA over client id and time on every call [A], while its code signs HMAC [R]. Where they mean the pages:",
    code: `import { nicepay } from "@qriskit/provider-snap/presets"

export const newerNicepay = {
  ...nicepay,
  signing: { algorithm: "rsa-sha256", over: "client", encoding: "base64" },
} as const`,
  },
  mind: [
    "An inquiry needs both ids [A]. So a create whose answer was lost cannot be asked about: its outcome stays `unknown`, and its QR was shown to nobody.",
    "Hosts have the mount point `/nicepay`, which is not signed [R]. The preset leaves it out.",
    "A refund has a path and no documented fields [A], so there is none here.",
  ],
  callbacks: [
    "Their path ends in `qr-mpm-notif`, without the y [A].",
    "The signature covers client id and time alone [A]: status, amount and ids are free. `claim.authenticity` is `none`.",
    "Repetitions are not documented.",
  ],
  open: [
    "CHANNEL-ID is client id and `01` in its code [A]; pages give it 5 or 20 characters.",
    "Its SDK writes the host's clock with +07:00 behind it [R]. Here the offset is right on every host.",
  ],
}
