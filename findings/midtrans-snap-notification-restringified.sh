#!/usr/bin/env bash
# midtrans-client: SnapBi checks a notification against JSON.stringify of the parsed body. A body that JSON.parse and
# JSON.stringify do not give back letter by letter, such as one with "\/" in an address, one with é as \u00e9 or one
# with the number 25000.00, is refused, though its signature is right over the very bytes that came.
#
# Why it matters: BI's standard signs the minified body, which takes away white space between tokens and nothing else.
# Whoever writes the body decides how a slash is spelled; PHP and Java write "\/". A genuine notification that is
# refused is a payment of which the shop does not hear. What came has to be hashed, before anything reads it.
set -euo pipefail
VERSION=1.4.3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "midtrans-client@$VERSION"

cat >look.cjs <<'JS'
const { createHash, generateKeyPairSync, sign } = require("node:crypto")
const { SnapBi, SnapBiConfig } = require("midtrans-client")
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
SnapBiConfig.snapBiPublicKey = keys.publicKey.export({ type: "spki", format: "pem" })
const path = "/v1.0/qr/qr-mpm-notify"
const at = "2026-11-30T10:00:00+07:00"
const bodies = {
  plain: '{"originalPartnerReferenceNo":"order-1","amount":{"value":"25000.00","currency":"IDR"}}',
  slash: '{"originalPartnerReferenceNo":"order-1","urlParam":"https:\\/\\/toko.contoh\\/thanks"}',
  escape: '{"originalPartnerReferenceNo":"order-1","merchantName":"Caf\\u00e9 Contoh"}',
  number: '{"originalPartnerReferenceNo":"order-1","fee":175.00}',
}
for (const [name, body] of Object.entries(bodies)) {
  const hash = createHash("sha256").update(body).digest("hex")
  const signature = sign("sha256", Buffer.from(`POST:${path}:${hash}:${at}`), keys.privateKey).toString("base64")
  const isVerified = SnapBi.notification()
    .withNotificationPayload(JSON.parse(body))
    .withSignature(signature)
    .withTimeStamp(at)
    .withNotificationUrlPath(path)
    .isWebhookNotificationVerified()
  console.log(name, isVerified)
}
JS

echo "midtrans-client $VERSION"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = $'plain true\nslash false\nescape false\nnumber false' ] || { echo "changed"; exit 1; }
echo "as described: genuine bodies that JSON.stringify spells in another way are refused"
