#!/usr/bin/env bash
# dana-node: whether the body of a notification is minified already is guessed from the whole text, values included. A
# compact body whose merchant is called "Toko Contoh, Jakarta" has a comma and a space in it, counts as not minified,
# and is parsed and written anew before it is hashed. Where it also spells a slash as "\/", its right signature fails.
#
# Why it matters: two notifications of the same acquirer, spelled and signed in the same way, and the one of
# the shop with a comma in its name is refused. Minifying has to know where a string begins and ends, and may
# change nothing within.
set -euo pipefail
VERSION=1.5.11
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "dana-node@$VERSION"

cat >look.cjs <<'JS'
const { createHash, generateKeyPairSync, sign } = require("node:crypto")
const { WebhookParser } = require("dana-node/webhook/v1")
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
const parser = new WebhookParser(keys.publicKey.export({ type: "spki", format: "pem" }))
const path = "/v1.0/debit/notify"
const at = "2026-11-30T10:00:00+07:00"
const bodyOf = (shop) =>
  `{"originalPartnerReferenceNo":"order-1","originalReferenceNo":"2026113011121280010016600000000001","merchantId":"216620000000000000001","amount":{"value":"25000.00","currency":"IDR"},"latestTransactionStatus":"00","additionalInfo":{"shopName":"${shop}","url":"https:\\/\\/toko.contoh\\/thanks"}}`
for (const shop of ["Toko Contoh", "Toko Contoh, Jakarta"]) {
  const body = bodyOf(shop)
  const hash = createHash("sha256").update(body).digest("hex")
  const signature = sign("sha256", Buffer.from(`POST:${path}:${hash}:${at}`), keys.privateKey).toString("base64")
  const outcome = (() => {
    try {
      return parser.parseWebhook("POST", path, { "x-signature": signature, "x-timestamp": at }, body).originalPartnerReferenceNo
    } catch (error) {
      return error.message
    }
  })()
  console.log(`${shop}: ${outcome}`)
}
JS

echo "dana-node $VERSION"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = $'Toko Contoh: order-1\nToko Contoh, Jakarta: Signature verification failed.' ] || { echo "changed"; exit 1; }
echo "as described: a comma in a name decides how the body is hashed"
