import * as presets from "../src/presets.js"
import { CASES } from "./support/cases.js"
import { describeProfile } from "./support/conformance.js"

// Acquirers whose callbacks sign the registered address as a whole. Several share a file, and so the keys
// that are made for it.
describeProfile(presets.shopeepay, CASES.shopeepay)
describeProfile(presets.ifortepay, CASES.ifortepay)
