#!/usr/bin/env bash
# effect 4.1: on Node a fiber makes an async resource of its own each time it waits, whether anybody uses
# AsyncLocalStorage or not. An effect that waits three times makes three; one that never waits makes none.
#
# Why it matters: the resource is made when a fiber suspends, entered when it goes on, and destroyed then. A call to
# an acquirer is one such wait, and right after it all of that runs with cold caches. Calls through the promise
# doors that nothing traces therefore run without a fiber (docs/decisions/0014). If effect stops doing so, that can
# be looked at anew.
set -euo pipefail
VERSION=4.1.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "effect@$VERSION"

cat >look.mjs <<'JS'
import { createHook } from "node:async_hooks"
import * as Effect from "effect/Effect"

let made = 0
createHook({ init: (_, type) => { if (type === "effect/Fiber") made++ } }).enable()

const wait = Effect.callback((resume) => { setImmediate(() => resume(Effect.succeed(1))) })
const waits = (times) => Effect.gen(function* () {
  let sum = 0
  for (let index = 0; index < times; index++) sum += yield* wait
  return sum
})

const counted = {}
for (const times of [0, 1, 3]) {
  made = 0
  for (let index = 0; index < 100; index++) await Effect.runPromise(waits(times))
  counted[times] = made / 100
}
console.log(JSON.stringify(counted))
JS

echo "effect $VERSION on Node $(node --version)"
found=$(node look.mjs)
echo "async resources a run, by how often it waits: $found"
[ "$found" = '{"0":0,"1":1,"3":3}' ] || { echo "changed"; exit 1; }
echo "as described: one async resource for each wait"
