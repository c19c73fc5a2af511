import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { freePort } from "./support/free-port.js"
import { startTill, type TillProcess } from "./support/till-process.js"

const ZIPAY = {
  ZIPAY_USER_ID: "partner-contoh",
  ZIPAY_PASSWORD: "made-up-password",
  ZIPAY_MERCHANT_ID: "3",
  ZIPAY_MERCHANT_KEY: "made-up-key",
  ZIPAY_BASE_URL: "http://127.0.0.1:9",
}

describe("the built till", () => {
  let folder: string
  let port: number
  let till: TillProcess | undefined

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "qriskit-demo-"))
    port = await freePort()
  })
  afterEach(async () => {
    await till?.stop()
    till = undefined
    await rm(folder, { recursive: true, force: true })
  })

  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<TillProcess> => {
    till = await startTill({ PORT: String(port), DATABASE_URL: join(folder, "books"), ...environment })
    return till
  }
  const statusOf = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual" })).status

  it("starts with nothing set, over the sandbox, and prints its password at the first start only", async () => {
    const first = await start()
    expect(first.printed()).toMatch(/Password {2}([a-z2-9]{5}-){3}[a-z2-9]{5}\n/)
    expect(first.printed()).toContain(`http://127.0.0.1:${port}/phone`)
    expect(await statusOf("/phone")).toBe(200)
    expect(await statusOf("/health")).toBe(200)
    await first.stop()
    expect((await start()).printed()).not.toContain("Password")
  })

  it("has no phone and says nothing of play where real credentials are set", async () => {
    const real = await start({ ...ZIPAY, BOOKS_PASSWORD: "kata-sandi-contoh" })
    expect(real.printed()).not.toContain("sandbox")
    expect(await statusOf("/phone")).toBe(404)
    expect(await (await fetch(`http://127.0.0.1:${port}/login`)).text()).not.toContain("sandbox")
  })

  it("keeps play money and real money in books of their own", async () => {
    await (await start()).stop()
    await expect(start(ZIPAY)).rejects.toThrow("these books hold the sandbox's play money")
  })

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      "a sandbox beside real credentials",
      { ...ZIPAY, SANDBOX_URL: "http://127.0.0.1:8090" },
      /SANDBOX_URL must be unset/,
    ],
    [
      "a sandbox without its accounts",
      { SANDBOX_URL: "http://127.0.0.1:8090" },
      /SANDBOX_URL needs the settings/,
    ],
    ["half of a provider's credentials", { ZIPAY_USER_ID: "partner-contoh" }, /password is required/],
    [
      "a short password and a wrong port",
      { BOOKS_PASSWORD: "short", PORT: "0" },
      /PORT must be.*BOOKS_PASSWORD must have/,
    ],
    [
      "a database that is none",
      { DATABASE_URL: "mysql://127.0.0.1/x" },
      /must be a postgres:\/\/ URL, a folder/,
    ],
  ])("does not start with %s, and says why in one line without a secret", async (_, environment, why) => {
    const failure = await start(environment).then(
      () => "it started",
      (error: Error) => error.message,
    )
    expect(failure).toMatch(why)
    expect(failure.trim().split("\n")).toHaveLength(2)
    expect(failure).not.toContain("made-up")
    expect(failure).not.toContain("short")
  })
})
