import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "@qriskit/testing/free-port"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { start as startHere } from "../src/web/start.js"
import { freshDatabase } from "./support/postgres.js"
import { startTill, type TillProcess } from "./support/till-process.js"

const ZIPAY = {
  ZIPAY_USER_ID: "partner-contoh",
  ZIPAY_PASSWORD: "made-up-password",
  ZIPAY_MERCHANT_ID: "3",
  ZIPAY_MERCHANT_KEY: "made-up-key",
  ZIPAY_BASE_URL: "http://127.0.0.1:9",
}

const prefixed = (prefix: string, variables: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [`${prefix}${name}`, value]))

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

  it("starts with nothing set, over the sandbox, and prints its passwords at the first start only", async () => {
    const first = await start()
    const password = "Password {2}([a-z2-9]{5}-){3}[a-z2-9]{5}"
    for (const seat of ["Toko Menteng", "Toko Dago", "Owner \\(all branches\\)"]) {
      expect(first.printed()).toMatch(new RegExp(`${password} {2}${seat}\n`))
    }
    expect(first.printed()).toContain(`http://127.0.0.1:${port}/phone`)
    expect(await statusOf("/phone")).toBe(200)
    expect(await statusOf("/health")).toBe(200)
    await first.stop()
    const second = await start()
    expect(second.printed()).not.toContain("Password")
    await second.stop()
    // Play money and real money have books of their own.
    await expect(start(ZIPAY)).rejects.toThrow("these books hold the sandbox's play money")
  })

  it("has no phone and says nothing of play where real credentials are set, here of two branches", async () => {
    const real = await start({
      BRANCHES: "toko-menteng,toko-dago",
      ...prefixed("TOKO_MENTENG_", ZIPAY),
      ...prefixed("TOKO_DAGO_", ZIPAY),
      DATABASE_URL: await freshDatabase(),
    })
    expect(real.printed()).toContain("Toko Dago")
    expect(real.printed()).not.toContain("sandbox")
    expect(await statusOf("/phone")).toBe(404)
    const login = await (await fetch(`http://127.0.0.1:${port}/login`)).text()
    expect(login).toContain("Toko Menteng")
    expect(login).not.toContain("sandbox")
  })

  it("says in one line why it does not start", async () => {
    const failure = await start({ ZIPAY_USER_ID: "partner-contoh" }).catch(String)
    expect(failure).toMatch(/the till ended with 1:\nThe till does not start: .*password is required.*\n$/)
  })

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      "a sandbox beside real credentials",
      { ...ZIPAY, SANDBOX_URL: "http://127.0.0.1:8090" },
      /SANDBOX_URL must be unset/,
    ],
    ["a sandbox that is not there", { SANDBOX_URL: "http://127.0.0.1:9" }, /sandbox/],
    [
      "a branch without credentials beside one that has some",
      { BRANCHES: "toko-menteng,toko-dago", ...prefixed("TOKO_MENTENG_", ZIPAY) },
      /BRANCHES names toko-dago, which has no credentials: set TOKO_DAGO_ZIPAY_USER_ID/,
    ],
    ["branches beside the one shop", { ...ZIPAY, BRANCHES: "toko-menteng" }, /BRANCHES must be unset/],
    ["a branch that cannot be called so", { BRANCHES: "toko-menteng,owner" }, /BRANCHES must be 1 to 20/],
    [
      "a branch's short password",
      { BRANCHES: "toko-menteng", TOKO_MENTENG_PASSWORD: "short" },
      /TOKO_MENTENG_PASSWORD must have/,
    ],
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
    const failure: unknown = await startHere({
      PORT: String(port),
      DATABASE_URL: "memory://",
      ...environment,
    }).then(
      (till) => till.close(),
      (error: unknown) => error,
    )
    const message = failure instanceof Error ? failure.message : "it started"
    expect(message).toMatch(why)
    expect(message.trim().split("\n")).toHaveLength(1)
    expect(message).not.toContain("made-up")
    expect(message).not.toContain("short")
  })
})
