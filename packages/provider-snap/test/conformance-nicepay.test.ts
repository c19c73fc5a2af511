import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.nicepay, {
  has: ["notification-url"],
  lacks: {
    cancel: "No document that was found describes a cancel.",
    refund: "NICEPAY names a path for refunds and no fields.",
    payer: "An inquiry's answer names nobody.",
    "signed-callbacks": "Client id and time are signed, so whoever has one callback can write any other.",
    "signed-claims": "Neither status nor amount is signed.",
  },
})
