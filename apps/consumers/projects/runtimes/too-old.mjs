// A client on a Node that is too old: what it says is printed.
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"

const keys = { merchantId: "IFP0000000001", secretUnboundId: "an-id", hashKey: "a-key" }
try {
  createIfortepay({ ...keys, channel: "NOBU", environment: "staging" })
  console.log("a client was made")
} catch (error) {
  console.log(`${error._tag}: ${error.message}`)
}
