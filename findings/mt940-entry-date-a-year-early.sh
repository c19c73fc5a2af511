#!/usr/bin/env bash
# mt940js and @centrapay/swift-parser: the entry date of a :61: movement has a month and a day, and its year has to be
# found from the value date before it. Both libraries give it the value date's year, always: a movement of value
# 31 December 2026 that was entered on 4 January is dated 4 January 2026, a year before the money moved.
#
# Why it matters: QRIS money of the year's last days is entered in January. Whoever matches payouts to the bank by the
# day of the entry looks for them in the wrong year, each January. The year is the one that brings the entry nearest to
# the value date.
set -euo pipefail
MT940JS=1.3.5
CENTRAPAY=1.0.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "mt940js@$MT940JS" "@centrapay/swift-parser@$CENTRAPAY"

cat >look.cjs <<'JS'
const { Parser } = require("mt940js")
const { parse } = require("@centrapay/swift-parser")
// Opened on 31 December 2026, closed on 4 January 2027; two movements with value 31 December, entered on 2 and 4 January.
const text = [
  ":20:STMT1",
  ":25:1230000000456",
  ":28C:1",
  ":60F:C261231IDR1000,00",
  ":61:2612310102C500,00NTRFNONREF",
  ":86:SETTLEMENT QRIS",
  ":61:2612310104D500,00NCHGNONREF",
  ":86:FEE",
  ":62F:C270104IDR1000,00",
  "",
].join("\r\n")
const seen = (name, [{ transactions }]) =>
  console.log(name, ...transactions.map(({ entryDate }) => entryDate.toISOString().slice(0, 10)))
seen("mt940js", new Parser().parse(text))
seen("swift-parser", parse({ type: "mt940", data: text }))
JS

echo "mt940js $MT940JS, @centrapay/swift-parser $CENTRAPAY"
output=$(node look.cjs)
echo "$output"
[ "$output" = $'mt940js 2026-01-02 2026-01-04\nswift-parser 2026-01-02 2026-01-04' ] || { echo "changed"; exit 1; }
echo "as described: entries of January 2027 are dated January 2026"
