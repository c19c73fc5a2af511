#!/usr/bin/env bash
# doku-nodejs-library: the X-TIMESTAMP that it makes ends in "-00:00" on a host whose clock is in UTC, as most servers'
# are, and in "+5.5:30" where the zone has half an hour.
#
# Why it matters: the standard wants a time with its zone, and the signature covers it letter by letter. RFC 3339 gives
# "-00:00" a meaning of its own, that the local offset is unknown; "+5.5:30" is no time in any format. The library signs
# whatever came out. A time of a call has to be written at one offset, +07:00 or Z, whatever the host's zone is.
set -euo pipefail
VERSION=1.0.52
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "doku-nodejs-library@$VERSION"

cat >look.cjs <<'JS'
const { generateTimestamp } = require("doku-nodejs-library/_services/tokenService.js")
const time = generateTimestamp()
console.log(process.env.TZ, time.slice(19), Number.isNaN(Date.parse(time)) ? "is no time" : "is a time")
JS

echo "doku-nodejs-library $VERSION"
seen=$(for zone in Asia/Jakarta UTC Asia/Kolkata; do TZ=$zone node look.cjs; done)
echo "$seen"
[ "$seen" = $'Asia/Jakarta +07:00 is a time\nUTC -00:00 is a time\nAsia/Kolkata +5.5:30 is no time' ] || { echo "changed"; exit 1; }
echo "as described: the offset is right in Jakarta and by chance elsewhere"
