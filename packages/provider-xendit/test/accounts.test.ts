import { describeAccounts } from "@qriskit/testing"
import { layerAccounts, XenditAccounts } from "../src/index.js"
import { createXenditAccounts } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeAccounts("Xendit", {
  openTestShop,
  createAccounts: createXenditAccounts,
  other: { secretKey: "xnd_development_of_toko_2", callbackToken: "token-of-toko-2" },
  required: "secretKey",
  secrets: /of.toko.2/,
  provesCallbacks: true,
  service: XenditAccounts,
  layerAccounts,
})
