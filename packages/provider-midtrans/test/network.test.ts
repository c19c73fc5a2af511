import { describeNetwork } from "@qriskit/testing"
import { createMidtrans } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeNetwork({
  openTestShop,
  create: createMidtrans,
  production: { environment: "production" },
})
