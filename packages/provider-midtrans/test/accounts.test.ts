import { describeAccounts } from "@qriskit/testing"
import { layerAccounts, MidtransAccounts } from "../src/index.js"
import { createMidtransAccounts } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

describeAccounts("Midtrans", {
  openTestShop,
  createAccounts: createMidtransAccounts,
  other: { serverKey: "SB-Mid-server-of-toko-2" },
  required: "serverKey",
  secrets: /of-toko-2/,
  provesCallbacks: true,
  service: MidtransAccounts,
  layerAccounts,
})
