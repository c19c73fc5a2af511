import { describeFromEnv } from "@qriskit/testing"
import { fromEnv } from "../src/promise.js"

describeFromEnv({
  id: "ifortepay",
  variables: {
    IFORTEPAY_MERCHANT_ID: "IFP0000000001",
    IFORTEPAY_SECRET_UNBOUND_ID: "a-secret",
    IFORTEPAY_HASH_KEY: "a-key",
    IFORTEPAY_CHANNEL: "NOBU",
    IFORTEPAY_ENVIRONMENT: "staging",
  },
  secret: "IFORTEPAY_HASH_KEY",
  fromEnv,
})
