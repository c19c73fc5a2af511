import { once } from "node:events"
import { closeSync, existsSync, openSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Environment, ended, openShop, type Shop, start } from "./support/shop.js"

const WHO = ["--yes", "--by", "Kasir Contoh", "--why", "cold coffee"]

describe("where nobody reads what it says", () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
    await shop.paidAfterCancel("canceled")
    await shop.paid("paid", 15_000)
  })
  afterAll(() => shop?.close())

  /** Its standard output is a pipe that nobody reads from any more. */
  const unread = (args: ReadonlyArray<string>) => {
    const child = start(args, shop.environment)
    child.stdout?.destroy()
    return ended(child)
  }

  test("a pipe that was closed ends the pages, and the exit code still tells what was found", async () => {
    expect(await unread(["anomalies", "--all"])).toMatchObject({ code: 1, stderr: "" })
    expect(await unread(["find", "--all", "--limit", "1", "--json"])).toMatchObject({ code: 0, stderr: "" })
  })

  test("watch ends with the pipe, and says where to go on from", async () => {
    expect(await unread(["watch", "--cursor", "0", "--json"])).toMatchObject({
      code: 0,
      stderr: '{"cursor":0}\n',
    })
  })

  test("complaints that nobody reads change no exit code", async () => {
    const child = start(["show", "nobody's"], shop.environment)
    child.stderr?.destroy()
    expect(await ended(child)).toMatchObject({ code: 3, stdout: "" })
  })

  test.skipIf(!existsSync("/dev/full"))("a disk that is full is told, and what was done is not", async () => {
    const onFullDisk = async (args: ReadonlyArray<string>) => {
      const full = openSync("/dev/full", "w")
      try {
        return await ended(start(args, shop.environment, full))
      } finally {
        closeSync(full)
      }
    }
    expect(await onFullDisk(["find", "--json"])).toMatchObject({
      code: 70,
      stderr: expect.stringMatching(
        /^\{"error":\{"tag":"OutputFailure","message":"The answer is not whole: .*ENOSPC/,
      ),
    })
    expect(await onFullDisk(["refund", "paid", "--amount", "1000", ...WHO])).toMatchObject({
      code: 7,
      stderr: expect.stringContaining("It may have been done, and standard output cannot be written to"),
    })
  })
})

describe("Ctrl-C, while the database does not answer", () => {
  const silent = createServer((socket) => socket.on("error", () => {}))
  let environment: Environment
  beforeAll(async () => {
    silent.listen(0, "127.0.0.1")
    await once(silent, "listening")
    const { port } = silent.address() as AddressInfo
    environment = { QRISKIT_DATABASE_URL: `postgres://qris@127.0.0.1:${port}/shop` }
  })
  afterAll(() => silent.close())

  test.each([
    ["find", ["find"]],
    ["watch", ["watch"]],
    ["a dry run", ["cancel", "order-1001", "--dry-run"]],
  ])("ends %s at once", async (_name, args) => {
    const connected = once(silent, "connection")
    const child = start(args, environment)
    const end = ended(child)
    await connected
    child.kill("SIGINT")
    expect(await end).toEqual({
      code: 130,
      stdout: "",
      stderr: "Stopped before there was an answer. Nothing was changed.\n",
    })
  })

  test("lets what changes something come to its end, says so, and a second one insists", async () => {
    const connected = once(silent, "connection")
    const child = start(["refund", "order-1001", ...WHO], environment)
    const end = ended(child)
    await connected
    child.kill("SIGINT")
    const [said] = await once(child.stderr ?? child, "data")
    expect(said).toMatch(/^It is being done, and is carried to its end\. Once more/)
    child.kill("SIGINT")
    expect(await end).toMatchObject({ code: null, stdout: "" })
  })
})
