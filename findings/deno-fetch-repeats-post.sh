#!/usr/bin/env bash
# deno: fetch() sends a POST again by itself when a reused connection ends after the request was read.
#
# Why it matters: a POST to an acquirer makes a payment or a refund. One call of the program arrived twice, and nothing
# in the program could know. A body given as a stream cannot be read twice, so Deno does not repeat such a request.
set -euo pipefail
VERSION=2.9.6
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "deno@$VERSION"

cat >acquirer.mjs <<'JS'
// Answers the first request of a connection. Reads the second one whole, then ends the connection without an answer.
import { createServer } from "node:net"
let arrived = { text: 0, stream: 0 }
const server = createServer((socket) => {
  let requests = 0
  let pending = ""
  socket.on("error", () => {})
  socket.on("data", (bytes) => {
    pending += bytes
    const isWhole = pending.includes("\r\n\r\n") && /(\{"amount":25000\}|0\r\n\r\n)$/.test(pending)
    if (!isWhole) return
    const kind = /^POST \/(text|stream|report)/.exec(pending)?.[1]
    pending = ""
    requests += 1
    if (kind === "report") {
      const body = JSON.stringify(arrived)
      arrived = { text: 0, stream: 0 }
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
      return
    }
    arrived[kind] += 1
    if (requests === 1) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    else socket.end()
  })
})
server.listen(0, "127.0.0.1", () => console.log(server.address().port))
JS

cat >shop.mjs <<'JS'
const at = `http://127.0.0.1:${process.env.PORT}`
const post = async (path, body, more = {}) => {
  try {
    const response = await fetch(`${at}/${path}`, { method: "POST", body, ...more })
    return await response.text()
  } catch {
    return "failed"
  }
}
const json = JSON.stringify({ amount: 25000 })
const outcomes = []
outcomes.push(await post("text", json)) // opens the connection
outcomes.push(await post("text", json)) // the connection ends after this was read
const asText = JSON.parse(await post("report", json)).text
await post("text", json)
outcomes.push(await post("stream", new Blob([json]).stream(), { duplex: "half" }))
const asStream = JSON.parse(await post("report", json)).stream
console.log(JSON.stringify({ calls: 2, arrivedAsText: asText, streamCalls: 1, arrivedAsStream: asStream }))
process.exit(0)
JS

node acquirer.mjs >port &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done

npx deno --version | head -n 1
seen=$(PORT=$(cat port) timeout 60 npx deno run --quiet --allow-net=127.0.0.1 --allow-env shop.mjs)
echo "two POSTs with a text as body, one with a stream: $seen"
wanted='{"calls":2,"arrivedAsText":3,"streamCalls":1,"arrivedAsStream":1}'
[ "$seen" = "$wanted" ] || { echo "changed: expected $wanted"; exit 1; }
echo "as described: the second POST arrived twice; sent as a stream it arrived once"
