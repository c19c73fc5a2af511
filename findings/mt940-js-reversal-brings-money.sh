#!/usr/bin/env bash
# mt940-js: RC in a :61: movement, the reversal of a credit, has isCredit true, and RD, the reversal of a debit, has it
# false. A bank reference is read only where it has all 16 characters that the format allows, so a payout and the reversal
# of it also get one id.
#
# Why it matters: RC takes money away. A payout of QRIS money that the bank took back counts as a second payout, and who
# leaves out what has an id already does not see it at all. The statement's own balances tell: opening, movements and
# closing have to agree before any line is believed.
set -euo pipefail
VERSION=1.0.0
TSLIB=1.14.1 # mt940-js needs it and does not say so
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "mt940-js@$VERSION" "tslib@$TSLIB"

cat >look.cjs <<'JS'
const { read } = require("mt940-js")
// A payout, the bank taking it back, and the fee of it given back.
const text = [
  ":20:STMT1",
  ":25:1230000000456",
  ":28C:1",
  ":60F:C261130IDR100000,00",
  ":61:2611301130C250000,00NTRFPAYOUT-1//FT26334ABCD",
  ":86:SETTLEMENT QRIS",
  ":61:2611301130RC250000,00NTRFPAYOUT-1//FT26334ABCE",
  ":86:SETTLEMENT QRIS TAKEN BACK",
  ":61:2611301130RD5000,00NCHGPAYOUT-1//FT26334ABCF01234",
  ":86:FEE GIVEN BACK",
  ":62F:C261130IDR105000,00",
  "",
].join("\r\n")
const look = async () => {
  const [{ openingBalance, closingBalance, transactions }] = await read(Buffer.from(text))
  const sum = transactions.reduce((total, { isCredit, amount }) => total + (isCredit ? amount : -amount), 0)
  for (const { isCredit, amount, bankReference } of transactions)
    console.log(isCredit ? "in " : "out", amount, `"${bankReference}"`)
  console.log("from", openingBalance.value, "to", openingBalance.value + sum, "but the bank says", closingBalance.value)
  console.log("ids", new Set(transactions.slice(0, 2).map(({ id }) => id)).size)
}
look()
JS

echo "mt940-js $VERSION"
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = 'in  250000 ""
in  250000 ""
out 5000 "FT26334ABCF01234"
from 100000 to 595000 but the bank says 105000
ids 1' ] || { echo "changed"; exit 1; }
echo "as described: reversals are counted the wrong way around, and short references are lost"
