import * as presets from "../src/presets.js"
import { CASES } from "./support/cases.js"
import { describeProfile } from "./support/conformance.js"

// Acquirers whose key signs the path and the body of their callbacks. Several share a file, and so the keys
// that are made for it.
describeProfile(presets.midtrans, CASES.midtrans)
describeProfile(presets.dana, CASES.dana)
describeProfile(presets.winpay, CASES.winpay)
describeProfile(presets.paydia, CASES.paydia)
