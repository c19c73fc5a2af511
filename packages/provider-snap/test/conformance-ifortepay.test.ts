import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

// 07 means expired only once the payment's own time is over, so it is no word for itself.
const { "07": _, ...words } = presets.ifortepay.status

describeProfile(presets.ifortepay, {
  words,
  has: ["notification-url", "expiry-limits"],
  // Letters and digits alone.
  requestOf: (externalId) => externalId.replaceAll("-", ""),
  lacks: {
    refund: "iFortepay describes no refund over SNAP.",
    "expired-status": "Code 07 counts only once the payment's own time is over.",
  },
})
