import { describeNetwork } from "@qriskit/testing"
import { createXendit } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeNetwork({
  openTestShop,
  create: createXendit,
  production: { secretKey: "xnd_production_of_toko_contoh" },
})
