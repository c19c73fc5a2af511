#!/usr/bin/env bash
# mt940js, @centrapay/swift-parser and mt940-js: a reference in a :61: movement is cut at its first slash, and the bank's
# reference behind "//" is then lost as well. INV/2026/0017//FT26334ABCDE0124 becomes INV, and no bank reference.
#
# Why it matters: the reference is up to 16 characters of SWIFT's set, a slash is one of them, and only two in a row begin
# the bank's. Numbers of invoices and orders are often written with slashes in Indonesia. Every such movement is INV then,
# so money is matched to nothing, or to the first of them. Cut at "//", and at nothing else.
set -euo pipefail
MT940JS=1.3.5
CENTRAPAY=1.0.1
MT940_JS=1.0.0
TSLIB=1.14.1 # mt940-js needs it and does not say so
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund \
  "mt940js@$MT940JS" "@centrapay/swift-parser@$CENTRAPAY" "mt940-js@$MT940_JS" "tslib@$TSLIB"

cat >look.cjs <<'JS'
const { Parser } = require("mt940js")
const { parse } = require("@centrapay/swift-parser")
const { read } = require("mt940-js")
const text = [
  ":20:STMT1",
  ":25:1230000000456",
  ":28C:1",
  ":60F:C261130IDR1000,00",
  ":61:2611301130C500,00NTRFINV-2026-0016//FT26334ABCDE0123",
  ":86:SETTLEMENT QRIS",
  ":61:2611301130C500,00NTRFINV/2026/0017//FT26334ABCDE0124",
  ":86:SETTLEMENT QRIS",
  ":62F:C261130IDR2000,00",
  "",
].join("\r\n")
const seen = (name, movements) =>
  console.log(name, ...movements.map(([reference, bank]) => `${reference}//${bank || "nothing"}`))
const look = async () => {
  const both = ({ reference, bankReference }) => [reference, bankReference]
  seen("mt940js", new Parser().parse(text)[0].transactions.map(both))
  seen("swift-parser", parse({ type: "mt940", data: text })[0].transactions.map(both))
  const [{ transactions }] = await read(Buffer.from(text))
  seen("mt940-js", transactions.map(({ customerReference, bankReference }) => [customerReference, bankReference]))
}
look()
JS

echo "mt940js $MT940JS, @centrapay/swift-parser $CENTRAPAY, mt940-js $MT940_JS"
seen=$(node look.cjs)
echo "$seen"
expected='INV-2026-0016//FT26334ABCDE0123 INV//nothing'
[ "$seen" = "mt940js $expected
swift-parser $expected
mt940-js $expected" ] || { echo "changed"; exit 1; }
echo "as described: a slash ends the reference and takes the bank's with it"
