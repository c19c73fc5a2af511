import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.shopeepay, {
  lacks: {
    refund: "No document that was found describes a refund.",
    payer: "An inquiry's answer names nobody.",
  },
})
