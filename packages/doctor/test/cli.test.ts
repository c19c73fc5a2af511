import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, expect, test } from "vitest"
import { commandOf, UsageError } from "../src/command.js"

// The command as it is published: what `build` has made.
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url))

const folder = mkdtempSync(join(tmpdir(), "qriskit-doctor-"))
beforeAll(() => {
  if (!existsSync(CLI)) throw new Error("Build the package first: the command is tested as it is published.")
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (args: ReadonlyArray<string>, variables: Readonly<Record<string, string>> = {}) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const { PATH = "" } = process.env
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: folder,
      env: { PATH, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let out = ""
    let err = ""
    child.stdout.on("data", (text) => {
      out += text
    })
    child.stderr.on("data", (text) => {
      err += text
    })
    child.once("close", (code) => resolve({ code, out, err }))
  })

test("without consent nothing is examined; the warning says whose money it is", async () => {
  const { code, err } = await run(["zipay"], { ZIPAY_USER_ID: "u" })
  expect(code).toBe(2)
  expect(err).toMatch(/makes a REAL QR of Rp 1\.000/)
  expect(err).toMatch(/Nothing was examined/)
})

test("an examination prints a sentence each, writes its evidence, and says by its code whether anything differs", async () => {
  await using sandbox = await startSandbox({ port: 0 })
  const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
  const { code, out, err } = await run(["zipay", "--yes", "--json", "--out", "evidence.json"], {
    ZIPAY_USER_ID: userId,
    ZIPAY_PASSWORD: password,
    ZIPAY_MERCHANT_ID: merchantId,
    ZIPAY_MERCHANT_KEY: merchantKey,
    ZIPAY_BASE_URL: baseUrl,
  })
  expect(err).toMatch(/ok +qr +The QR is a valid QRIS/)
  expect(err).toMatch(/This account answers as we read it\./)
  expect(code).toBe(0)
  expect(out).toBe(readFileSync(join(folder, "evidence.json"), "utf8"))
  expect(JSON.parse(out)).toMatchObject({ acquirer: "zipay", differences: [] })
  for (const secret of [password, merchantKey, userId]) expect(out + err).not.toContain(secret)
})

test("missing credentials are named by their variables", async () => {
  const { code, err } = await run(["xendit", "--yes"])
  expect(code).toBe(2)
  expect(err).toMatch(/XENDIT_SECRET_KEY/)
})

test.each([
  [[], /Which acquirer/],
  [["contoh"], /There are ifortepay/],
  [["zipay", "midtrans"], /One acquirer at a time/],
  [["zipay", "--amount", "1.000"], /--amount takes a whole number/],
  [["zipay", "--callback-port", "70000"], /--callback-port takes/],
  [["zipay", "--callback-url", "here"], /--callback-url takes an address/],
  [["zipay", "--loud"], /--loud/],
])("%j is refused with what to write instead", (args, message) => {
  expect(() => commandOf(args)).toThrow(UsageError)
  expect(() => commandOf(args)).toThrow(message)
})
