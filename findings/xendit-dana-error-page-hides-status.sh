#!/usr/bin/env bash
# xendit-node and dana-node: an answer with an error status and a body that is no JSON, such as a gateway's 502 with a page
# of HTML, becomes a TypeError about a body that was read before. The SDKs' own error, with the status in it, is thrown for
# JSON only: when its reading fails, the same body is read again, as a text.
#
# Why it matters: the status decides what comes next. After a 502 a payment may have been made; after a 429 it was not, and
# waiting helps. Here all are one TypeError without a status. fetch's own failure is a TypeError too (xendit-node lets it
# through), so code that takes a TypeError for "never reached them" sells an order twice. A body is read once, as a text.
set -euo pipefail
XENDIT=7.0.0
DANA=1.5.11
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "xendit-node@$XENDIT" "dana-node@$DANA"

cat >look.cjs <<'JS'
const { createServer } = require("node:http")
const { once } = require("node:events")
const { generateKeyPairSync } = require("node:crypto")
const { Dana } = require("dana-node")
const { Xendit } = require("xendit-node")
const ANSWERS = {
  "502 in JSON": [502, "application/json", '{"error_code":"SERVER_ERROR","message":"try later"}'],
  "502 in HTML": [502, "text/html", "<html><h1>502 Bad Gateway</h1></html>"],
  "429 in text": [429, "text/plain", "Too many requests"],
}
let answer
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(answer[0], { "content-type": answer[1] })
    response.end(answer[2])
  })
})
const look = async () => {
  await once(server.listen(0, "127.0.0.1"), "listening")
  const origin = `http://127.0.0.1:${server.address().port}`
  // Both call fetch: what is meant for the acquirer goes to the server above.
  const { fetch } = globalThis
  globalThis.fetch = (url, init) => fetch(origin + new URL(url).pathname, init)
  const xendit = new Xendit({ secretKey: "xnd_development_key_of_this_script" })
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const dana = new Dana({
    partnerId: "2026113000000000000001",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
    origin: "https://toko.contoh",
    env: "sandbox",
  })
  const calls = {
    "xendit-node": () =>
      xendit.PaymentRequest.createPaymentRequest({
        idempotencyKey: "order-1",
        data: {
          currency: "IDR",
          amount: 25000,
          referenceId: "order-1",
          paymentMethod: { type: "QR_CODE", reusability: "ONE_TIME_USE", qrCode: { channelCode: "QRIS" } },
        },
      }),
    "dana-node": () =>
      dana.paymentGatewayApi.queryPayment({
        originalPartnerReferenceNo: "order-1",
        serviceCode: "54",
        merchantId: "216620000000000000001",
      }),
  }
  for (const [name, call] of Object.entries(calls))
    for (const [what, said] of Object.entries(ANSWERS)) {
      answer = said
      const error = await call().catch((thrown) => thrown)
      console.log(name, what, "->", error.name, error.status ?? "without a status")
    }
  server.closeAllConnections()
  server.close()
}
look()
JS

echo "xendit-node $XENDIT, dana-node $DANA"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = "xendit-node 502 in JSON -> XenditSdkError 502
xendit-node 502 in HTML -> TypeError without a status
xendit-node 429 in text -> TypeError without a status
dana-node 502 in JSON -> ResponseError 502
dana-node 502 in HTML -> TypeError without a status
dana-node 429 in text -> TypeError without a status" ] || { echo "changed"; exit 1; }
echo "as described: without JSON in the body there is no status"
