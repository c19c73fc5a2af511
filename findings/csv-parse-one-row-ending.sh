#!/usr/bin/env bash
# csv-parse: the ending of the first row is taken for the ending of all rows. In a file whose first row ends in CR LF
# and whose later rows end in LF, all later rows become one record. Where rows may differ in length
# (relax_column_count), as reports with footers need it, no error is raised.
#
# Why it matters: bank statements and settlement reports are put together from parts (a header by one program, rows by
# another, a footer typed in a spreadsheet), so their row endings are mixed. A reader that trusts the default sees one
# row with all the money in it, or none. Row endings have to be named: record_delimiter: ["\r\n", "\n", "\r"].
set -euo pipefail
VERSION=7.0.3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "csv-parse@$VERSION"

cat >look.mjs <<'JS'
import { parse } from "csv-parse/sync"
// A header, and two payments of Rp 25.000 and Rp 10.000.
const report = "reference;amount\r\nTRX-1;25000\nTRX-2;10000\n"
const options = { delimiter: ";", relax_column_count: true }
const told = { ...options, record_delimiter: ["\r\n", "\n", "\r"] }
console.log(JSON.stringify({ default: parse(report, options).length, told: parse(report, told).length }))
console.log(JSON.stringify(parse(report, options)))
JS

echo "csv-parse $VERSION"
seen=$(node look.mjs)
echo "$seen"
[ "$(head -1 <<<"$seen")" = '{"default":2,"told":3}' ] || { echo "changed"; exit 1; }
echo "as described: by default three rows are two records; with the endings named they are three"
