// A client, and an embedded database, on a Node that is too old: what each says is printed.
import { openTransport } from "@qriskit/core/transport-fetch"
import { createPayments } from "@qriskit/payments/promise"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"

const SETTINGS = {
  merchantId: "IFP0000000001",
  secretUnboundId: "an-id",
  hashKey: "a-key",
  channel: "NOBU",
  environment: "staging",
}

const say = async (open) => {
  try {
    await open()
    console.log("it was opened")
  } catch (error) {
    console.log(`${error._tag}: ${error.message}`)
  }
}

await say(() => createIfortepay(SETTINGS))
await say(() => {
  const ifortepay = createIfortepay(SETTINGS, { transport: openTransport().transport })
  return createPayments({ database: "./data-too-old", providers: [ifortepay] })
})
