import { describeFromEnv } from "@qriskit/testing"
import { fromEnv } from "../src/promise.js"

describeFromEnv({
  id: "xendit",
  variables: {
    XENDIT_SECRET_KEY: "xnd_development_of_toko_contoh",
    XENDIT_CALLBACK_TOKEN: "a-token",
  },
  secret: "XENDIT_SECRET_KEY",
  fromEnv,
})
