// An operator's folder: the command line and the server for assistants, as npx finds them. A shop's payments are made
// by what comes along with them.
import assert from "node:assert/strict"
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { promisify } from "node:util"
import { createPayments } from "@qriskit/payments/promise"
import { fromEnv } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"

const sandbox = await startSandbox()
Object.assign(process.env, {
  QRISKIT_DATABASE_URL: "./data",
  ZIPAY_USER_ID: sandbox.zipay.userId,
  ZIPAY_PASSWORD: sandbox.zipay.password,
  ZIPAY_MERCHANT_ID: sandbox.zipay.merchantId,
  ZIPAY_MERCHANT_KEY: sandbox.zipay.merchantKey,
  ZIPAY_BASE_URL: sandbox.zipay.baseUrl,
})
const qriskit = async (...args) => (await promisify(execFile)("npx", ["qriskit", ...args])).stdout

const zipay = fromEnv()
try {
  assert.match(await qriskit("--help"), /find \[id\]/)
  await qriskit("migrate", "--yes", "--by", "Petugas Contoh", "--why", "a new till")

  const payments = await createPayments({
    database: "./data",
    providers: [zipay],
    work: false,
    migrate: false,
  })
  const { qr } = await payments.open({ key: "order-1001", amount: 25_000, provider: "zipay" })
  await payments.close()
  await sandbox.control.pay(qr.payload)

  const { status, paidAmount } = JSON.parse(await qriskit("refresh", "order-1001", "--json"))
  assert.equal(status, "paid")
  assert.match(await qriskit("show", "order-1001"), /event paid/)

  const server = spawn("npx", ["qriskit-mcp"], { stdio: ["pipe", "pipe", "inherit"] })
  const ended = once(server, "exit")
  server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" })}\n`)
  const [answer] = await once(server.stdout, "data")
  assert.deepEqual(JSON.parse(String(answer)), { jsonrpc: "2.0", id: 1, result: {} })
  server.stdin.end()
  await ended
  console.log(`paid: order-1001, Rp ${paidAmount}`)
} finally {
  await zipay.close()
  await sandbox.close()
}
