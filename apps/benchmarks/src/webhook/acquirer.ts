import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { encode } from "@qriskit/payload"
import { AMOUNT, paymentIdOf } from "./merchant.js"

// An acquirer that makes whatever it is asked for, and says of whatever it is asked about that it was paid. A process of
// its own, so that its work is not counted as the shop's.

const QR = encode([
  { tag: "00", value: "01" },
  { tag: "01", value: "12" },
  {
    tag: "26",
    children: [
      { tag: "00", value: "ID.CO.EXAMPLE.WWW" },
      { tag: "01", value: "936000000000000001" },
      { tag: "02", value: "000000000000001" },
      { tag: "03", value: "UMI" },
    ],
  },
  { tag: "52", value: "5999" },
  { tag: "53", value: "360" },
  { tag: "54", value: String(AMOUNT) },
  { tag: "58", value: "ID" },
  { tag: "59", value: "TOKO CONTOH" },
  { tag: "60", value: "JAKARTA" },
  { tag: "61", value: "12140" },
])

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
