#!/usr/bin/env bash
# exceljs, streaming reader: a worksheet whose elements have a namespace prefix (<x:worksheet>, as libraries for .NET
# write them) has no rows for it, and no error is raised. The same bytes without the prefix have two rows. Reading the
# whole workbook raises an error instead. hucre and xlsx read both files alike.
#
# Why it matters: settlement reports are XLSX made by an acquirer's server, and a finance desk that reads one with no
# rows books a day on which nobody paid. A reader of reports has to compare what it read with something: a total, a
# count, or the sheet's own header, without which a file is refused.
set -euo pipefail
EXCELJS=4.4.0
HUCRE=1.0.0
XLSX=0.18.5
FFLATE=0.8.2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "exceljs@$EXCELJS" "hucre@$HUCRE" "xlsx@$XLSX" "fflate@$FFLATE" 2>/dev/null

cat >look.mjs <<'JS'
import { writeFileSync } from "node:fs"
import ExcelJS from "exceljs"
import { strToU8, zipSync } from "fflate"
import { readXlsx } from "hucre"
import XLSX from "xlsx"

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

const relation = (type, target) =>
  `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`

/** A header, and one payment of Rp 24.874,65 net. */
const sheet = (prefix) => {
  const x = prefix === "" ? "" : `${prefix}:`
  const text = (at, value) => `<${x}c r="${at}" t="inlineStr"><${x}is><${x}t>${value}</${x}t></${x}is></${x}c>`
  return [
    `<${x}worksheet xmlns${prefix === "" ? "" : `:${prefix}`}="${MAIN}"><${x}sheetData>`,
    `<${x}row r="1">${text("A1", "Bill Number")}${text("B1", "Net Amount")}</${x}row>`,
    `<${x}row r="2">${text("A2", "INV-1")}<${x}c r="B2"><${x}v>24874.65</${x}v></${x}c></${x}row>`,
    `</${x}sheetData></${x}worksheet>`,
  ].join("")
}

const workbook = (prefix) => {
  const parts = {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Report" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/worksheets/sheet1.xml": sheet(prefix),
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])))
}

for (const prefix of ["", "x"]) {
  const bytes = workbook(prefix)
  writeFileSync("report.xlsx", bytes)
  let streamed = 0
  for await (const rows of new ExcelJS.stream.xlsx.WorkbookReader("report.xlsx", {})) for await (const _ of rows) streamed += 1
  const whole = await new ExcelJS.Workbook().xlsx.load(bytes).then(
    ({ worksheets: [only] }) => only.actualRowCount,
    () => "an error",
  )
  const hucre = (await readXlsx(bytes)).sheets[0].rows.length
  const xlsx = XLSX.utils.sheet_to_json(XLSX.read(bytes).Sheets.Report, { header: 1 }).length
  console.log(prefix === "" ? "plain" : "prefixed", JSON.stringify({ streamed, whole, hucre, xlsx }))
}
JS

echo "exceljs $EXCELJS, hucre $HUCRE, xlsx $XLSX"
output=$(node look.mjs)
echo "$output"
expected='plain {"streamed":2,"whole":2,"hucre":2,"xlsx":2}
prefixed {"streamed":0,"whole":"an error","hucre":2,"xlsx":2}'
[ "$output" = "$expected" ] || { echo "changed"; exit 1; }
echo "as described: the streaming reader finds no rows where elements have a prefix, and says nothing"
