import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.paydia, {
  lacks: {
    cancel: "No document that was found describes a cancel.",
    refund: "Paydia lists a refund without a path.",
    payer: "An inquiry's answer names nobody.",
  },
})
