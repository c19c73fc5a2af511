import { describeNetwork } from "@qriskit/testing"
import { createZipay } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeNetwork({
  openTestShop,
  create: createZipay,
})
