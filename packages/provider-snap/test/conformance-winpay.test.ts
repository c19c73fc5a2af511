import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.winpay, {
  namesPaymentId: false,
  has: ["required-fields", "expiry-time", "expiry-limits"],
  expiresAt: () => new Date(Date.now() + 1_800_000),
  lacks: {
    cancel: "The answer to a cancel is not documented.",
    refund: "No document that was found describes a refund.",
  },
})
