import { describeNetwork } from "@qriskit/testing"
import { createIfortepay } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeNetwork({
  openTestShop,
  create: createIfortepay,
  production: { environment: "production" },
})
