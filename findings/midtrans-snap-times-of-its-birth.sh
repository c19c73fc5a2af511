#!/usr/bin/env bash
# midtrans-client: a SnapBi object takes the time when it is made, and says it in X-TIMESTAMP of every call after. With
# one object for the whole process, a call of tomorrow is signed as of today.
#
# Why it matters: the standard's signature covers X-TIMESTAMP, and acquirers refuse what is minutes old. An object that
# is kept, as one keeps any client, works until then, and fails with a message about the signature or the time. A client
# has to ask the clock for each call.
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
const times = []
const server = createServer((request, response) => {
  times.push(request.headers["x-timestamp"])
  request.resume().on("end", () => {
    response.setHeader("content-type", "application/json")
    response.end('{"responseCode":"2005100","responseMessage":"Successful"}')
  })
})
const look = async () => {
  await once(server.listen(0, "127.0.0.1"), "listening")
  SnapBiConfig.getBaseUrl = () => `http://127.0.0.1:${server.address().port}`
  SnapBiConfig.snapBiClientSecret = "a-secret-of-this-script"
  const midtrans = SnapBi.qris().withAccessToken("a-token-of-this-script")
  for (const id of ["1", "2"]) {
    await midtrans.withBody({ originalPartnerReferenceNo: "order-1" }).getStatus(id)
    // Until the clock says another second.
    for (const now = Math.floor(Date.now() / 1000); Math.floor(Date.now() / 1000) === now; );
  }
  server.close()
  console.log("calls", times.length, "times", new Set(times).size)
}
look()
JS

echo "midtrans-client $VERSION"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = "calls 2 times 1" ] || { echo "changed"; exit 1; }
echo "as described: two calls, a second apart, carry one time"
