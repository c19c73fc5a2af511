import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.dana, {
  namesPaymentId: false,
  // At most 25 characters.
  requestOf: (externalId) => externalId.slice(0, 25),
  lacks: {
    cancel: "The answer to a cancel of a QRIS is not documented.",
    refund: "The answer to a refund of a QRIS is not documented.",
    payer: "An inquiry's answer names nobody.",
  },
})
