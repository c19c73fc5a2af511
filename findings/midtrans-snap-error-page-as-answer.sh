#!/usr/bin/env bash
# midtrans-client: a SnapBi call never rejects. A gateway's 502 with a page of HTML is given back as the answer, a
# string; a host that nobody listens at as an object with `message` and `status`; both as if the acquirer had said it.
#
# Why it matters: of a create that ended in a 502 nobody knows whether there is a QR now. Code that reads `qrContent` or
# `responseCode` from a string gets undefined, and may take that for a refusal, sell again, and have two codes for one
# order. What came back has to be told apart from what was answered, and "unknown" from "no".
set -euo pipefail
VERSION=1.4.3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "midtrans-client@$VERSION"

cat >look.cjs <<'JS'
const { createServer } = require("node:http")
const { once } = require("node:events")
const { SnapBi, SnapBiConfig } = require("midtrans-client")
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(502, { "content-type": "text/html" })
    response.end("<html><h1>502 Bad Gateway</h1></html>")
  })
})
const create = () =>
  SnapBi.qris()
    .withAccessToken("a-token-of-this-script")
    .withBody({ partnerReferenceNo: "order-1", amount: { value: "25000.00", currency: "IDR" } })
    .createPayment("1")
    .then((answer) => `resolves with ${typeof answer === "string" ? "a string" : Object.keys(answer).join(", ")}`)
const look = async () => {
  await once(server.listen(0, "127.0.0.1"), "listening")
  const origin = `http://127.0.0.1:${server.address().port}`
  SnapBiConfig.getBaseUrl = () => origin
  SnapBiConfig.snapBiClientSecret = "a-secret-of-this-script"
  console.log("502", await create())
  server.closeAllConnections()
  server.close()
  await once(server, "close")
  console.log("nobody there", await create())
}
look()
JS

echo "midtrans-client $VERSION"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = $'502 resolves with a string\nnobody there resolves with message, status' ] || { echo "changed"; exit 1; }
echo "as described: an error page and a dead host are answers like any other"
