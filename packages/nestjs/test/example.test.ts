import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { readdirSync, readFileSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { setImmediate as nextTurn } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { startSandbox, tooManyRequests } from "@qriskit/sandbox"
import { freePort } from "@qriskit/testing/free-port"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { post } from "./support/post.js"

const PACKAGE = fileURLToPath(new URL("..", import.meta.url))
const EXAMPLE = new URL("./example/", import.meta.url)

/** Resolves when somebody listens: Nest says that it has started a moment before. The test's time-out bounds it. */
const listening = async (port: number): Promise<void> => {
  for (;;) {
    const socket = connect(port, "127.0.0.1")
    const isThere = await once(socket, "connect").then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isThere) return
    await nextTurn()
  }
}

/** Starts the compiled example and resolves when it has started, or ended. */
const startExample = async (env: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL("dist/main.js", EXAMPLE))], {
    env: { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  let output = ""
  const started = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk
      if (output.includes("successfully started")) resolve()
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
  })
  await Promise.race([started, ended])
  return {
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM")
      return ended
    },
    ended,
  }
}

// Compiled as `nest new` sets a project up, and run as a process of its own, on a busy machine.
describe("the README's project", () => {
  beforeAll(async () => {
    const tsc = fileURLToPath(new URL("../node_modules/.bin/tsc", import.meta.url))
    await promisify(execFile)(tsc, ["--project", fileURLToPath(EXAMPLE)], { cwd: PACKAGE })
  })
  afterAll(() => rmSync(new URL("dist", EXAMPLE), { recursive: true, force: true }))

  it("takes its first paid order", async () => {
    await using sandbox = await startSandbox()
    const { ifortepay, control } = sandbox
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const example = await startExample({
      PORT: String(port),
      PUBLIC_URL: url,
      IFORTEPAY_BASE_URL: ifortepay.baseUrl,
      IFORTEPAY_MERCHANT_ID: ifortepay.merchantId,
      IFORTEPAY_SECRET_UNBOUND_ID: ifortepay.secretUnboundId,
      IFORTEPAY_HASH_KEY: ifortepay.hashKey,
    })
    await listening(port)
    expect(example.output()).toContain("Mapped {/webhooks/qris/ifortepay, POST} route")
    // A double click: the second comes while the first is being made, and a third after it.
    const clicks = await Promise.all([1, 2].map(() => post(`${url}/orders/order-1001/checkout`)))
    const [checkout, second] = clicks
    if (checkout === undefined) throw new Error("nobody clicked")
    expect([checkout.status, second?.status]).toEqual([201, 201])
    const third = await post(`${url}/orders/order-1001/checkout`)
    expect([second?.text, third.text]).toEqual([checkout.text, checkout.text])
    expect(await control.payments()).toHaveLength(1)
    await control.pay(JSON.parse(checkout.text).qr)
    expect((await control.callbacks.attempts()).map(({ outcome }) => outcome)).toEqual(["accepted"])
    expect(await (await fetch(`${url}/orders/order-1001`)).json()).toMatchObject({ status: "paid" })
    // Paid already: still the same answer, and no second QR to pay.
    expect((await post(`${url}/orders/order-1001/checkout`)).text).toBe(checkout.text)
    // A failure is answered as problem details, and the next click is a new attempt.
    await control.faults.script({ at: "ifortepay.create", fault: tooManyRequests(1) })
    const failed = await post(`${url}/orders/order-1002/checkout`)
    expect(failed.headers.get("content-type")).toMatch(/^application\/problem\+json/)
    expect((await post(`${url}/orders/order-1002/checkout`)).status).toBe(201)
    expect(await example.stop()).not.toBe(1)
  })

  it("says at start which secret is missing", async () => {
    const example = await startExample({ PORT: "0" })
    expect(await example.ended).toBe(1)
    expect(example.output()).toContain("ifortepay is not configured correctly")
    expect(example.output()).toContain("hashKey must not be empty")
  })

  it("is what the README shows", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
    for (const file of readdirSync(new URL("src", EXAMPLE))) {
      const source = readFileSync(new URL(`src/${file}`, EXAMPLE), "utf8")
      expect(readme).toContain(`\`\`\`ts\n// src/${file}\n${source}\`\`\``)
    }
  })
})
