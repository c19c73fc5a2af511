// The programs of the guide's pages, as they stand there, each on the runtimes that its page is about. Servers take a
// callback of the sandbox's; what has an end prints what its page says.
import assert from "node:assert/strict"
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createConnection } from "node:net"
import * as path from "node:path"
import { setTimeout } from "node:timers/promises"
import { promisify } from "node:util"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { closedPort } from "./closed-port.mjs"
import { environment } from "./environment.mjs"
import { RUNTIMES } from "./runtimes.mjs"
import { startWorkerd } from "./workerd.mjs"

const run = promisify(execFile)

/** What each program prints, by its file. */
const PAGES = JSON.parse(readFileSync("guide/pages.json", "utf8"))

const SECONDS = 30

const runtime = (name) => {
  const found = RUNTIMES.find((it) => it.name.startsWith(name))
  assert.ok(found, `there is no runtime ${name}`)
  return found
}

/** The page about Deno says what a program may do. */
const commandOf = (name) =>
  name === "Deno"
    ? [runtime(name).command[0], "run", "--quiet", "--allow-net", "--allow-env"]
    : runtime(name).command

const variablesOf = ({ zipay, url }) => ({
  SANDBOX_URL: url,
  ZIPAY_BASE_URL: zipay.baseUrl,
  ZIPAY_USER_ID: zipay.userId,
  ZIPAY_PASSWORD: zipay.password,
  ZIPAY_MERCHANT_ID: zipay.merchantId,
  ZIPAY_MERCHANT_KEY: zipay.merchantKey,
})

/** Looks until it is so. */
const until = async (what, isSo) => {
  for (const end = Date.now() + SECONDS * 1_000; !(await isSo()); await setTimeout(20))
    assert.ok(Date.now() < end, `${what}: not within ${SECONDS} s`)
}

const listens = async (port) => {
  const socket = createConnection(port, "127.0.0.1")
  return Promise.race([once(socket, "connect").then(() => true), once(socket, "error").then(() => false)])
    .catch(() => false)
    .finally(() => socket.destroy())
}

/** Starts a program that serves on the port that its environment names. */
const startProgram = async ([program, ...args], file, variables) => {
  const port = await closedPort()
  const child = spawn(program, [...args, path.basename(file)], {
    cwd: path.dirname(file),
    env: { ...environment, ...variables, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  let printed = ""
  let complaints = ""
  let hasEnded = false
  child.stdout.on("data", (more) => {
    printed += more
  })
  child.stderr.on("data", (more) => {
    complaints += more
  })
  child.once("exit", () => {
    hasEnded = true
  })
  await until(`${file} listens`, async () => {
    assert.ok(!hasEnded, `${file} ended:\n${complaints}`)
    return listens(port)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    printed: () => printed,
    complaints: () => complaints,
    close: () => {
      process.off("exit", kill)
      kill()
    },
  }
}

/** A server takes a claim for what is not paid, and fulfils nothing; then the callback of a payment, and fulfils it. */
const takesCallback = async (on, start) => {
  const sandbox = await startSandbox()
  const zipay = createZipay(sandbox.zipay)
  const server = await start(variablesOf(sandbox))
  try {
    const { qr } = await zipay.create({ amount: 25_000, externalId: "order-1001" })
    const hook = `${server.url}/webhooks/qris/zipay`
    const claim = await sandbox.control.callbacks.build(qr.payload, { status: "PAID" })
    const { status } = await fetch(hook, { method: "POST", headers: claim.headers, body: claim.body })
    assert.equal(status, 503, "the acquirer says pending: whoever claims that it is paid may come again")
    assert.equal(server.printed().includes("fulfil"), false, "a claim is no fact")
    await sandbox.control.zipay.setCallbackUrl(hook)
    await sandbox.control.pay(qr.payload)
    await until("the order is fulfilled", () => server.printed().includes("fulfil order-1001: Rp 25000\n"))
    console.log(`paid: by ${on}, Rp 25000`)
  } catch (error) {
    throw new Error(`By ${on}: ${error.message}\n${server.complaints()}`)
  } finally {
    server.close()
    await zipay.close()
    await sandbox.close()
  }
}

const printsWhatItSays = async (name, file) => {
  const { output } = PAGES[file] ?? {}
  assert.ok(output, `${file} has no output on its page`)
  const sandbox = await startSandbox()
  const [program, ...args] = commandOf(name)
  try {
    const { stdout } = await run(program, [...args, path.basename(file)], {
      cwd: path.dirname(file),
      env: { ...environment, ...variablesOf(sandbox) },
      timeout: SECONDS * 1_000,
    })
    assert.equal(stdout.trim(), output.trim(), `${file} prints what its page says`)
    console.log(`paid: by ${file} on ${name}, Rp 25000`)
  } catch (error) {
    throw new Error(`By ${file} on ${name}: ${error.message}`)
  } finally {
    await sandbox.close()
  }
}

for (const name of ["Bun", "Deno"]) {
  const file = `guide/frameworks/${name.toLowerCase()}/server.ts`
  await takesCallback(`the page about ${name}`, (variables) => startProgram(commandOf(name), file, variables))
}
const { worker } = runtime("workerd")
await takesCallback("the page about Workers", (variables) =>
  startWorkerd(worker, "guide/frameworks/workers/worker.ts", variables),
)
for (const name of ["Node 24", "Bun", "Deno"]) await printsWhatItSays(name, "guide/frameworks/hono/hono.ts")
for (const name of ["Node 24", "Bun"]) await printsWhatItSays(name, "guide/frameworks/elysia/elysia.ts")
