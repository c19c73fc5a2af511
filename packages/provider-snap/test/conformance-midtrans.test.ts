import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.midtrans, {
  repeatsAnswer: true,
  has: ["channels", "expiry-limits", "expired-status"],
  lacks: {
    "repeated-create": "That the same call is answered alike is inferred, so nothing rests on it.",
    "duplicate-refusal": "The same call is answered alike on the same day, not refused.",
  },
})
