#!/usr/bin/env bash
# bun: `import "undici"` never loads the undici that was installed. Bun puts a module of its own in its place, whose
# Agent has no `dispatch` and whose requests go through Bun's fetch.
#
# Why it matters: undici's dispatch tells whether a request was written before it failed. That decides whether a payment
# surely was not made or may have been made. On Bun a transport over undici ends in a TypeError at the first call, so
# another transport has to be taken there, and the difference has to be told from Bun's own errors.
set -euo pipefail
VERSION=1.4.5
UNDICI=8.12.4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "@oven/bun-linux-x64@$VERSION" "undici@$UNDICI"
bun=node_modules/@oven/bun-linux-x64/bin/bun
chmod +x "$bun"

cat >look.mjs <<'JS'
import { Agent } from "undici"
console.log(JSON.stringify({ dispatch: typeof new Agent().dispatch }))
JS

echo "bun $("$bun" --version), undici $UNDICI installed"
on_node=$(node look.mjs)
on_bun=$("$bun" look.mjs)
echo "Agent.dispatch on Node: $on_node"
echo "Agent.dispatch on Bun:  $on_bun"
[ "$on_node" = '{"dispatch":"function"}' ] || { echo "changed on Node"; exit 1; }
[ "$on_bun" = '{"dispatch":"undefined"}' ] || { echo "changed on Bun"; exit 1; }
echo "as described: the installed undici is not what a program on Bun gets"
