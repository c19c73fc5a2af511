import * as presets from "../src/presets.js"
import { describeProfile } from "./support/conformance.js"

describeProfile(presets.bri, {
  inquireIds: { externalId: undefined },
  lacks: {
    cancel: "No document that was found describes a cancel.",
    refund: "No document that was found describes a refund.",
    "signed-callbacks": "Client id and time are signed, so whoever has one callback can write any other.",
    "signed-claims": "Neither status nor amount is signed.",
    "inquire-names-external-id": "Its invoice number is named once the payment is paid.",
  },
})
