#!/usr/bin/env bash
# Deno: Deno.serve passes nothing to a handler that declares no parameters. A wrapper `(...args) => handler(...args)`
# declares none, so the handler within gets no Request.
#
# Why it matters: callbacks of payments are received by one function from a Request to a Response, and people wrap such
# functions for logging or limits. On Node's servers, on Bun and on Workers the same wrapper works. The wrapper must
# name its parameter.
set -euo pipefail
VERSION=2.9.6
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "deno@$VERSION"

cat >look.mjs <<'JS'
const handler = (request) => new Response(request === undefined ? "no request" : "a request")
const ask = async (name, wrapped) => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, wrapped)
  const { port } = server.addr
  console.log(`${name}: ${await (await fetch(`http://127.0.0.1:${port}/`)).text()}`)
  await server.shutdown()
}
await ask("(request) => handler(request)", (request) => handler(request))
await ask("(...args) => handler(...args)", (...args) => handler(...args))
JS

node_modules/.bin/deno --version | head -1
seen=$(node_modules/.bin/deno run --allow-net=127.0.0.1 --no-lock look.mjs)
echo "$seen"
[ "$seen" = "(request) => handler(request): a request
(...args) => handler(...args): no request" ] || { echo "changed"; exit 1; }
echo "as described: a wrapper without a named parameter gets no request"
