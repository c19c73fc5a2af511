import { describeFromEnv } from "@qriskit/testing"
import { fromEnv } from "../src/promise.js"

describeFromEnv({
  id: "zipay",
  variables: {
    ZIPAY_USER_ID: "partner-contoh",
    ZIPAY_PASSWORD: "a-password",
    ZIPAY_MERCHANT_ID: "3",
    ZIPAY_MERCHANT_KEY: "a-key",
  },
  secret: "ZIPAY_MERCHANT_KEY",
  fromEnv,
})
