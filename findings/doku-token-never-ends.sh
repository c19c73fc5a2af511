#!/usr/bin/env bash
# doku-nodejs-library: a client gets an access token once and keeps it. Whether the token is over is asked with the token
# itself before the other two arguments, so lifetime and clock are one place off, what is compared is no number, and the
# answer is always no. A day later calls are still made with the first token, and after its refusal too.
#
# Why it matters: a token of the standard lasts 900 seconds. A client that is made when the process starts, as one makes any
# client, answers no question about a payment after a quarter of an hour, until somebody starts the process again. Tests
# with one call do not see it. A token has to be renewed by the clock, and after a 401 as well.
set -euo pipefail
VERSION=1.0.52
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "doku-nodejs-library@$VERSION"

cat >look.cjs <<'JS'
const { createServer } = require("node:http")
const { once } = require("node:events")
const { generateKeyPairSync } = require("node:crypto")
const { setTimeout: sleep } = require("node:timers/promises")
const config = require("doku-nodejs-library/_commons/config.js")
const CheckStatus = require("doku-nodejs-library/_models/checkStatusVARequestDTO.js")
const { Snap } = require("doku-nodejs-library")

let clock = Date.now()
Date.now = () => clock
// An acquirer by the standard: tokens for 900 seconds, and a 401 for a token that is over.
const ends = new Map()
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const say = (status, body) => {
      response.writeHead(status, { "content-type": "application/json" })
      response.end(JSON.stringify(body))
    }
    if (request.url === config.ACCESS_TOKEN) {
      const accessToken = `token-${ends.size + 1}`
      ends.set(accessToken, clock + 900_000)
      return say(200, { responseCode: "2007300", accessToken, tokenType: "Bearer", expiresIn: 900 })
    }
    const token = request.headers.authorization.slice("Bearer ".length)
    const virtualAccountData = { paymentFlagReason: { english: "Pending", indonesia: "Menunggu" } }
    if (ends.get(token) > clock)
      return say(200, { responseCode: "2002600", responseMessage: `answered to ${token}`, virtualAccountData })
    say(401, { responseCode: "4012601", responseMessage: `${token} is over` })
  })
})
const look = async () => {
  await once(server.listen(0, "127.0.0.1"), "listening")
  config.getBaseUrl = () => `http://127.0.0.1:${server.address().port}`
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const snap = new Snap({
    isProduction: false,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
    clientID: "a-client-of-this-script",
    secretKey: "a-secret-of-this-script",
  })
  // The constructor asks for the first token and does not wait for it.
  for (let tries = 0; snap.tokenB2B === "" && tries < 200; tries += 1) await sleep(25)
  const ask = async (when) => {
    const outcome = await snap
      .checkStatusVa(new CheckStatus("    1899", "000000000650", "    1899000000000650", null, null, {}))
      .then(({ responseMessage }) => responseMessage)
      .catch(({ response }) => `${response.status}, ${response.data.responseMessage}`)
    console.log(`${when}: ${outcome}, tokens asked for: ${ends.size}`)
  }
  await ask("at once")
  clock += 86_400_000
  await ask("a day later")
  await ask("once more")
  server.closeAllConnections()
  server.close()
}
look()
JS

echo "doku-nodejs-library $VERSION"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = "at once: answered to token-1, tokens asked for: 1
a day later: 401, token-1 is over, tokens asked for: 1
once more: 401, token-1 is over, tokens asked for: 1" ] || { echo "changed"; exit 1; }
echo "as described: the first token is the last"
