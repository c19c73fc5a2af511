import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { cannedQr } from "../canned-qr.js"
import { AMOUNT, paymentIdOf } from "./merchant.js"

// An acquirer that makes whatever it is asked for, and says of whatever it is asked about that it was paid. A process
// of its own, so that its work is not counted as the shop's.

const QR = cannedQr(AMOUNT)

const server = createServer(async (request, response) => {
  const { external_id, order_id = external_id } = JSON.parse(await text(request))
  const isPaid = request.url === "/ewallet/v2/inquiry"
  const answer = JSON.stringify({
    transaction_id: paymentIdOf(external_id),
    external_id,
    order_id,
    response_code: "00",
    response_message: "SUCCESS",
    currency: "IDR",
    payment_method: "WALLET",
    payment_channel: "NOBU",
    transaction_status: isPaid ? "PAID" : "ACTIVE",
    payment_details: {
      amount: AMOUNT,
      total_amount: AMOUNT,
      expired_time: "2099-04-07T18:44:28.231+07:00",
      transaction_time: "2026-04-07T17:44:28.231+07:00",
    },
    qr_response: { qr_string: QR },
  })
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) })
  response.end(answer)
})
server.keepAliveTimeout = 60_000
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object" && address !== null) process.send?.(address.port)
})
process.on("disconnect", () => process.exit(0))
