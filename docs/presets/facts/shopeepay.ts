import type { PresetFacts } from "../preset-facts.ts"

export const shopeepay: PresetFacts = {
  standing:
    "ShopeePay's QRIS in Indonesia. Several integrations quote the same pages and agree [B2]; nothing of ShopeePay's own could be run. So compare a create, an inquiry and a callback with its documents before you go live.",
  settings: { externalStoreId: "the store's id at ShopeePay [B2]" },
  questions: [
    { ask: "the store's id", decides: "`settings.externalStoreId`" },
    {
      ask: "the callback address as they have it on record, letter for letter",
      decides: "`notificationUrl`: all of it is signed, the scheme included [B2]",
    },
    { ask: "CHANNEL-ID; `PC` in an integration [B]", decides: "`headers.channelId`" },
    { ask: "ShopeePay's public key", decides: "`acquirerKeys`" },
  ],
  variant: {
    when: "Where they name another channel:",
    code: `import { shopeepay } from "@qriskit/provider-snap/presets"

export const otherShopeepay = { ...shopeepay, headers: { channelId: "95221" } } as const`,
  },
  mind: [
    "A callback comes **once, and never again** [B2]. Ask about pending payments by yourself, as `@qriskit/payments` does.",
    "Its pages want inquiries every 5 seconds up to 100 seconds, then every 5 minutes until the QR expires [B2].",
    "Paid is a success code and status 00 together [B2].",
    'A cancel is called "invalidate" there [B2]; its fields are the standard\'s [S].',
    "A QR that its API did not make, such as the printed one on the counter, cannot be asked about [B2].",
  ],
  callbacks: [
    "They are signed with ShopeePay's private key over method, the whole address, the raw body and time [B2]. A proxy that rewrites the address does no harm: the registered one is what counts.",
    "One callback, no repetition [B2].",
  ],
  open: [
    "Fields and answer of a cancel; any refund.",
    "Pages mix an older family of calls, with HMAC-SHA256, and SNAP [B2].",
    "A token lived 840 seconds in its sandbox [B]. The answer's own life counts.",
  ],
}
