#!/usr/bin/env bash
# xlsx (SheetJS, the last version on npm): of a report in Indonesian style, 25.000,00 becomes the number 25, and
# 1.250.000,00 in the next row stays a text; 06/10/2026 (6 October) becomes 10 June, and 13/10/2026 stays a text. So the
# same column is numbers and texts, by what happens to look English, and no error is raised.
#
# Why it matters: amounts of a bank or an acquirer are written 25.000,00 in Indonesia. A reader that guesses the style
# cell by cell is wrong by a thousand in small amounts and right in none. The style is a fact of the report: it comes
# from its profile, or from the person who imports it, never from the cells.
set -euo pipefail
VERSION=0.18.5
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "xlsx@$VERSION"

cat >look.cjs <<'JS'
const { read, SSF } = require("xlsx")
const report = "Tanggal;Jumlah\n06/10/2026;25.000,00\n13/10/2026;1.250.000,00\n"
const { Sheets, SheetNames } = read(report, { type: "string" })
const sheet = Sheets[SheetNames[0]]
const day = ({ t, v }) => (t === "n" ? `${SSF.format("yyyy-mm-dd", v)} as a date` : `${v} as text`)
const amount = ({ t, v }) => `${v} as ${t === "n" ? "a number" : "text"}`
for (const row of [2, 3]) console.log(day(sheet[`A${row}`]), "|", amount(sheet[`B${row}`]))
JS

echo "xlsx $VERSION"
output=$(node look.cjs)
echo "$output"
expected='2026-06-10 as a date | 25 as a number
13/10/2026 as text | 1.250.000,00 as text'
[ "$output" = "$expected" ] || { echo "changed"; exit 1; }
echo "as described: Rp 25.000,00 is read as 25, and 6 October as 10 June"
