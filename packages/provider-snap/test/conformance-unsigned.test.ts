import * as presets from "../src/presets.js"
import { CASES } from "./support/cases.js"
import { describeProfile } from "./support/conformance.js"

// Acquirers whose callbacks prove neither status nor amount. Several share a file, and so the keys
// that are made for it.
describeProfile(presets.nicepay, CASES.nicepay)
describeProfile(presets.bri, CASES.bri)
describeProfile(presets.doku, CASES.doku)
