import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openShop, PROGRAM, type Shop } from "./support/shop.js"

/** util-linux's `script` runs a program on a pseudo terminal; another system's has other options, or there is none. */
const hasTerminal =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true

/** A person at a terminal: reads what is asked, and answers. */
const sitDown = (shop: Shop, args: ReadonlyArray<string>, more: Readonly<Record<string, string>> = {}) => {
  const command = [process.execPath, PROGRAM, ...args].map((word) => `'${word}'`).join(" ")
  const child: ChildProcess = spawn("script", ["-qec", command, "/dev/null"], {
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", SHELL: "/bin/sh", ...shop.environment, ...more },
    stdio: ["pipe", "pipe", "inherit"],
  })
  let said = ""
  const listeners = new Set<() => void>()
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text
    for (const listener of listeners) listener()
  })
  const closed = once(child, "close")
  const heard = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!said.includes(words)) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      void closed.then(() => reject(new Error(`it ended without saying "${words}": ${said}`)))
      look()
    })
  return {
    answer: async (question: string, answer: string) => {
      await heard(question)
      child.stdin?.write(`${answer}\r`)
    },
    end: async () => {
      const [code] = await closed
      return { code, said }
    },
  }
}

describe.skipIf(!hasTerminal)("on a terminal", () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
    await shop.paid("paid-1", 30_000)
  })
  afterAll(() => shop?.close())

  test("a refund shows what will happen in rupiah, asks who, why and once more, and a no changes nothing", async () => {
    const person = sitDown(shop, ["refund", "paid-1", "--amount", "10000"], { QRISKIT_BY: "Kasir Contoh" })
    await person.answer("By [Kasir Contoh]: ", "")
    await person.answer("Why: ", "one coffee too many")
    await person.answer("Do it? [y/N] ", "")
    const { code, said } = await person.end()
    expect(said).toContain("Gives Rp 10.000 back for paid-1, through midtrans.")
    expect(said).toContain("Arrived: Rp 30.000. Given back or on its way: Rp 0. Left: Rp 30.000.")
    expect(said).toContain("Nothing was done.")
    expect(code).toBe(4)
    expect(await shop.payments.refunds("paid-1")).toEqual([])
  })

  test("a yes does what was shown: all that was left, and no more, in colour", async () => {
    const person = sitDown(shop, ["refund", "paid-1"])
    await person.answer("By [", "Kasir Contoh")
    await person.answer("Why: ", "cold coffee")
    await person.answer("Do it? [y/N] ", "ya")
    const { code, said } = await person.end()
    expect(code).toBe(0)
    expect(said).toContain("\u001b[")
    expect(await shop.payments.refunds("paid-1")).toMatchObject([
      { amount: 30_000, by: "Kasir Contoh", reason: "cold coffee" },
    ])
  })

  test("Ctrl-D is a no", async () => {
    await shop.payments.open({ key: "kept", amount: 10_000, provider: "zipay" })
    const person = sitDown(shop, ["cancel", "kept", "--by", "Kasir Contoh"])
    await person.answer("Why: ", "\u0004")
    expect((await person.end()).code).toBe(4)
    expect((await shop.payments.get("kept")).status).toBe("pending")
  })
})
