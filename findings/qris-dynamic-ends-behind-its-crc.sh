#!/usr/bin/env bash
# @misterdevs/qris-static-to-dynamic: a printed QRIS with a template of tag 64 or 80 to 99, as the specification
# allows, becomes one whose CRC is not at the end. The parts are put in the order of their tags, the CRC's 63
# among them, and the last four characters of the whole are replaced: the old checksum stays in the middle, and
# the last template is cut.
#
# Why it matters: EMVCo wants the CRC last and leaves the order of the others free, and some acquirers add a template of
# their own from 80 on. The till shows a code that wallets refuse, for these merchants and not for others. The CRC has
# no place in an order of tags.
set -euo pipefail
VERSION=1.1.2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "@misterdevs/qris-static-to-dynamic@$VERSION"

cat >look.mjs <<'JS'
import { qrisdynamicgenerator } from "@misterdevs/qris-static-to-dynamic"
const crcOf = (text) => {
  let crc = 0xffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, "0")
}
const object = (tag, value) => tag + String(value.length).padStart(2, "0") + value
const qris = object("00", "ID.CO.QRIS.WWW") + object("02", "ID1019123456781") + object("03", "UMI")
const plain = `000201010211${object("51", qris)}5204581253033605802ID5911TOKO CONTOH6007JAKARTA`
const own = object("80", object("00", "ID.CO.CONTOH.WWW") + object("01", "12345"))
const tagsOf = (text) => {
  const tags = []
  for (let at = 0; at < text.length; at += 4 + Number(text.slice(at + 2, at + 4))) tags.push(text.slice(at, at + 2))
  return tags.slice(-2).join(" ")
}
for (const [name, before] of [["without", plain], ["with", plain + own]]) {
  const text = `${before}6304`
  const made = qrisdynamicgenerator(text + crcOf(text), 25000)
  console.log(name, `ends with ${tagsOf(made)},`, crcOf(made.slice(0, -4)) === made.slice(-4) && made.slice(-8, -4) === "6304" ? "CRC at the end" : "no CRC at the end")
}
JS

echo "@misterdevs/qris-static-to-dynamic $VERSION"
seen=$(node look.mjs)
echo "$seen"
[ "$seen" = $'without ends with 60 63, CRC at the end\nwith ends with 63 80, no CRC at the end' ] || { echo "changed"; exit 1; }
echo "as described: a template behind tag 63 comes to stand behind the CRC"
