import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createPayments } from "@qriskit/payments/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { expect, test } from "vitest"
import { runHere } from "./support/run-here.js"
import { ended, start } from "./support/shop.js"

test("a folder belongs to one process: refused while it is open, read when it is not, and none is made by looking", async () => {
  const root = await mkdtemp(join(tmpdir(), "qriskit-cli-"))
  const folder = join(root, "data")
  const environment = { QRISKIT_DATABASE_URL: folder }
  const qriskit = (args: ReadonlyArray<string>) => runHere(args, environment)
  const sandbox = await startSandbox()
  const zipay = createZipay({ ...sandbox.zipay })
  try {
    expect(await qriskit(["health"])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining("no database"),
    })
    expect(existsSync(folder)).toBe(false)
    const made = await qriskit(["migrate", "--yes", "--by", "Petugas", "--why", "a new till"])
    expect(made).toMatchObject({ code: 0, stderr: "" })

    const payments = await createPayments({ database: folder, providers: [zipay], work: false })
    await payments.open({ key: "order-1001", amount: 25_000, provider: "zipay" })
    const held = await ended(start(["show", "order-1001", "--json"], environment))
    expect(held.code).toBe(5)
    expect(JSON.parse(held.stderr).error).toMatchObject({
      tag: "UnusableDatabase",
      message: expect.stringContaining(`open in process ${process.pid}`),
    })
    await payments.close()
    const shown = await qriskit(["show", "order-1001"])
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining("Rp 25.000") })
  } finally {
    await zipay.close()
    await sandbox.close()
    await rm(root, { recursive: true, force: true })
  }
})
