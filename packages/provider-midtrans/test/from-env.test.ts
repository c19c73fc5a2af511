import { describeFromEnv } from "@qriskit/testing"
import { fromEnv } from "../src/promise.js"

describeFromEnv({
  id: "midtrans",
  variables: {
    MIDTRANS_SERVER_KEY: "SB-Mid-server-of-toko-contoh",
    MIDTRANS_ENVIRONMENT: "sandbox",
  },
  secret: "MIDTRANS_SERVER_KEY",
  fromEnv,
})
