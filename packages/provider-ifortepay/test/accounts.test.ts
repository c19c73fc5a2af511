import { describeAccounts } from "@qriskit/testing"
import { IfortepayAccounts, layerAccounts } from "../src/index.js"
import { createIfortepayAccounts } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeAccounts("iFortepay", {
  openTestShop,
  createAccounts: createIfortepayAccounts,
  other: { secretUnboundId: "rahasia-toko-2", hashKey: "kunci-toko-2" },
  required: "hashKey",
  secrets: /rahasia-toko|kunci-toko/,
  provesCallbacks: true,
  service: IfortepayAccounts,
  layerAccounts,
})
