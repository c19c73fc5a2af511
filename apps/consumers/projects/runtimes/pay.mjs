// Runs the shop on every runtime, holds what it saw against what the acquirer saw, and tells what holds where.
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { startSandbox } from "@qriskit/sandbox"
import { ENDS, startCutting } from "./acquirer.mjs"
import { closedPort } from "./closed-port.mjs"
import { environment } from "./environment.mjs"
import { RUNTIMES, TOO_OLD } from "./runtimes.mjs"
import { runInWorkerd } from "./workerd.mjs"

const run = promisify(execFile)

const runProgram = async ([program, ...args], order) => {
  const { stdout } = await run(program, [...args, "main.mjs", JSON.stringify(order)], {
    env: environment,
    timeout: 60_000,
  })
  const [, seen] = /^seen: (.*)$/m.exec(stdout) ?? []
  assert.ok(seen, `the shop did not come to its end:\n${stdout}`)
  return JSON.parse(seen)
}

/** One acquirer for each way to end a connection, over each transport. */
const openCutting = () =>
  Promise.all(
    ["byDefault", "overFetch"].flatMap((transport) =>
      Object.entries(ENDS).map(async ([end, how]) => ({ transport, end, ...(await startCutting(how)) })),
    ),
  )

const checkOnce = (cutting, told) => {
  for (const { transport, end, came, cut } of cutting) {
    const { sent, outcome } = told.find((it) => it.transport === transport && it.end === end)
    const where = `${transport}, ${end}`
    assert.deepEqual(
      [...came.entries()],
      Array.from({ length: sent }, (_, index) => [String(index + 1), 1]),
      `${where}: every request came once`,
    )
    assert.equal(cut.length, 1, `${where}: one connection was used again and ended`)
    assert.equal(outcome, "unknown", `${where}: the acquirer may have acted`)
  }
}

const TRADE = {
  created: "pending",
  signed: "identity",
  forged: "InvalidNotification",
  paid: "paid",
  amount: 25_000,
  canceled: "canceled",
}
const RECEIVED = { statuses: [401, 200, 200], fulfilled: ["order-1005-1 25000"] }
const BOOKS = { key: "order-2001", status: "paid", amount: 25_000, second: "in_use" }

const tryOn = async ({ name, command, worker, transport, notConnected }) => {
  const sandbox = await startSandbox()
  const cutting = await openCutting()
  const { baseUrl, merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
  const order = {
    settings: { baseUrl, merchantId, secretUnboundId, hashKey, channel: "NOBU" },
    sandbox: new URL(baseUrl).origin,
    nobody: { refusing: `http://127.0.0.1:${await closedPort()}`, unnamed: "https://acquirer.invalid" },
    cutting: cutting.map(({ transport: over, end, url }) => ({ transport: over, end, url })),
    folder: `./data-${name.replaceAll(" ", "-")}`,
  }
  const began = performance.now()
  try {
    const seen = worker ? await runInWorkerd(worker, order) : await runProgram(command, order)
    assert.deepEqual(seen.trade, TRADE)
    assert.deepEqual(seen.received, RECEIVED, "a handler refuses a forgery, and fulfils once")
    assert.deepEqual(seen.cut, { outcome: "unknown", made: 1 }, "the acquirer acted once, and nobody knows")
    assert.equal(seen.transport, transport)
    assert.deepEqual(
      [...seen.refused, ...seen.unnamed],
      Array.from({ length: 4 }, () => notConnected),
    )
    checkOnce(cutting, seen.once)
    if (!worker) assert.deepEqual(seen.books, BOOKS)
    console.log(`paid: on ${name}, Rp ${seen.trade.amount}`)
    console.log(`note: ${name.padEnd(10)} ${((performance.now() - began) / 1_000).toFixed(1)} s`)
    return { name, seen }
  } catch (error) {
    throw new Error(`On ${name}: ${error.message}`)
  } finally {
    for (const { close } of cutting) close()
    await sandbox.close()
  }
}

/** What holds: a row each, by what was seen. */
const ROWS = [
  ["transport, unless you choose", ({ transport }) => transport],
  [
    "create, inquire, cancel; callbacks read, forged ones refused",
    ({ trade }) => (trade.paid ? "yes" : "no"),
  ],
  ["callbacks at `createHandler`, fulfilled once", ({ received }) => (received.fulfilled ? "yes" : "no")],
  ["nobody listens there", ({ refused: [byDefault] }) => `\`${byDefault}\``],
  ["no such name", ({ unnamed: [byDefault] }) => `\`${byDefault}\``],
  ["cut after the acquirer acted", ({ cut }) => `\`${cut.outcome}\``],
  ["a POST whose connection ends comes", ({ once }) => (once.length > 0 ? "once" : "not tried")],
  ["durable payments in a folder (PGlite)", ({ books }) => (books ? "yes" : "no: no file system")],
]

const seen = []
for (const runtime of RUNTIMES) seen.push(await tryOn(runtime))

const [tooOld, ...args] = TOO_OLD.command
const { stdout } = await run(tooOld, [...args, "too-old.mjs"], { env: environment, timeout: 30_000 })
for (const told of TOO_OLD.told) assert.match(stdout, told, `${TOO_OLD.name} is told what is needed`)

const matrix = [
  ["", ...seen.map(({ name }) => name)],
  ...ROWS.map(([title, cell]) => [title, ...seen.map((it) => cell(it.seen))]),
]
console.log(`matrix: ${JSON.stringify(matrix)}`)
