import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.doku, {
  words: { ...presets.doku.status, S: "paid" },
  lacks: {
    "json-callbacks": "Its callbacks are forms.",
    cancel: "DOKU lists a cancel without a path.",
    refund: "DOKU names a path for refunds and no fields.",
    "signed-callbacks": "The formula of the checksum in its form is not known.",
    "signed-claims": "The formula of the checksum in its form is not known.",
  },
})
