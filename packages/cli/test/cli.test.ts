import { rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest"
import { FATAL, startProxy } from "../../payments/test/support/loopback-proxy.js"
import { createDatabase } from "../../payments/test/support/postgres-server.js"
import { runHere } from "./support/run-here.js"
import { type Environment, ended, linesOf, openShop, type Shop, start } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

const qriskit = (args: ReadonlyArray<string>, environment: Environment = {}) =>
  runHere(args, { ...shop.environment, ...environment })

/** The same in a process of its own, where that is what counts. */
const program = (args: ReadonlyArray<string>, environment: Environment = {}) =>
  ended(start(args, { ...shop.environment, ...environment }))

const linesIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

const SAID = ["--by", "Kasir Contoh", "--why", "sold out"]
const WHO = ["--yes", ...SAID]

describe("looking", () => {
  beforeAll(async () => {
    await shop.payments.open({ key: "open-1", amount: 25_000, provider: "zipay", orderId: "table-7" })
    await shop.paid("paid-1", 30_000)
  })

  test("finds a payment by whatever id somebody has in hand, a line each", async () => {
    const { externalId, ref } = await shop.payments.get("open-1")
    const byOrder = await qriskit(["find", "table-7", "--json"])
    expect(byOrder).toMatchObject({ code: 0, stderr: "" })
    expect(linesIn(byOrder.stdout)).toMatchObject([
      { key: "open-1", amount: 25_000, status: "pending", provider: "zipay", orderId: "table-7" },
    ])
    expect(linesIn(byOrder.stdout)[0].openedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    const named = await qriskit(["find", "--payment-id", ref?.paymentId ?? "", "--external-id", externalId])
    expect(named.stdout).toMatch(/open-1 +pending +Rp 25\.000 +– +zipay/)
    const nothing = await qriskit(["find", "nobody's", "--json"])
    expect(nothing).toMatchObject({ code: 3, stdout: "" })
  })

  test("pages, and all pages", async () => {
    const first = await qriskit(["find", "--limit", "1", "--json"])
    expect(linesIn(first.stdout)).toHaveLength(1)
    const { next } = JSON.parse(first.stderr)
    const second = await qriskit(["find", "--limit", "1", "--after", next])
    expect(second.stdout).toContain("open-1")
    const all = await qriskit(["find", "--limit", "1", "--all", "--json"])
    expect(linesIn(all.stdout).map(({ key }) => key)).toEqual(["paid-1", "open-1"])
  })

  test("shows a payment with its timeline, for people and as JSON", async () => {
    const shown = await qriskit(["show", "paid-1"])
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(/^paid-1 {2}paid {2}Rp 30\.000 {2}midtrans/)
    expect(shown.stdout).toContain("event paid")
    const json = JSON.parse((await qriskit(["show", "paid-1", "--json"])).stdout)
    expect(json).toMatchObject({ payment: { key: "paid-1", paidAmount: 30_000 }, refunds: [], left: 0 })
    expect(json.timeline[0]).toMatchObject({ kind: "attempt", at: expect.stringMatching(/Z$/) })
  })

  test("totals and health", async () => {
    const totals = linesIn((await qriskit(["totals", "--json"])).stdout)
    expect(totals.find(({ provider }) => provider === "midtrans")).toMatchObject({
      status: "paid",
      payments: 1,
      asked: "30000",
      arrived: "30000",
      surplus: "0",
      refunded: "0",
      settled: "0",
    })
    const before = await qriskit(["totals", "--until", "2020-01-01"])
    expect(before.stdout).toBe("No payment was opened in this time.\n")
    expect(await qriskit(["health", "--json"])).toMatchObject({ code: 0 })
  })

  test("what is wrong has its exit code, and a sentence or a line of JSON", async () => {
    const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
      [["show", "nothing"], 3, /no record has the key "nothing"/],
      [["find", "--amount", "25.000"], 2, /--amount must be whole rupiah/],
      [["ack", "999999", ...WHO], 3, /no anomaly with the id 999999/],
      [["replay", "999999", ...WHO], 3, /no dead letter/],
    ]
    for (const [args, code, says] of cases) {
      const result = await qriskit(args)
      expect({ args, ...result, stdout: "" }).toMatchObject({
        args,
        code,
        stderr: expect.stringMatching(says),
      })
      expect(result.stderr).not.toContain("    at ")
    }
    const json = await qriskit(["show", "nothing", "--json"])
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { tag: "NoSuchPayment", outcome: "not_done" } })
  })

  test("a database that is not there, and one without our schema: exit code 5, and no password anywhere", async () => {
    const empty = await createDatabase(inject("postgresUrl"))
    const places: ReadonlyArray<readonly [string, number, RegExp]> = [
      ["postgres://clerk:s3cretword@127.0.0.1:1/shop", 5, /nothing listens/],
      ["postgres://clerk:s3cretword@127.0.0.1:port/shop", 5, /cannot be read/],
      ["clerk:s3cretword@127.0.0.1:5432/shop", 5, /no postgres:\/\/ in front/],
      [empty, 5, /qriskit migrate --dry-run/],
      ["memory://", 2, /another database in every process/],
      ["", 2, /QRISKIT_DATABASE_URL/],
    ]
    for (const [QRISKIT_DATABASE_URL, code, says] of places) {
      const result = await qriskit(["health"], { QRISKIT_DATABASE_URL })
      expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(says) })
      expect(result.stderr).not.toContain("s3cretword")
    }
  })
})

describe("doing", () => {
  test("dangerous verbs are not done where nobody can be asked, nor without who and why", async () => {
    await shop.payments.open({ key: "kept", amount: 10_000, provider: "zipay" })
    const unasked = await qriskit(["cancel", "kept"])
    expect(unasked).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--yes --by <name> --why <text>"),
    })
    const bare = await qriskit(["cancel", "kept", "--yes"])
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining("--by and --why") })
    const dry = await qriskit(["cancel", "kept", "--dry-run"])
    expect(dry).toMatchObject({
      code: 0,
      stdout: "Cancels kept: Rp 10.000 at zipay, which is pending now.\n",
    })
    expect((await shop.payments.get("kept")).status).toBe("pending")
    expect(await shop.payments.acts.list()).toEqual([])
  })

  test("cancel, refresh and refund ask the provider with the credentials of the environment, and are on record", async () => {
    await shop.payments.open({ key: "ended", amount: 10_000, provider: "zipay" })
    const canceled = await qriskit(["cancel", "ended", ...WHO, "--json"])
    expect(canceled).toMatchObject({ code: 0, stderr: "" })
    expect(JSON.parse(canceled.stdout)).toMatchObject({ key: "ended", status: "abandoned" })
    expect((await qriskit(["refresh", "paid-1"])).code).toBe(0)
    const half = await qriskit(["refund", "paid-1", "--amount", "10000", ...WHO, "--json"])
    expect(half.stderr).toBe("")
    expect(JSON.parse(half.stdout)).toMatchObject({ amount: 10_000, by: "Kasir Contoh", reason: "sold out" })
    const tooMuch = await qriskit(["refund", "paid-1", "--amount", "25000", ...WHO])
    expect(tooMuch).toMatchObject({ code: 4, stderr: expect.stringContaining("not refunded") })
    const acts = linesIn((await qriskit(["acts", "--json"])).stdout)
    expect(acts.map(({ verb, via, outcome }) => [verb, via, outcome])).toEqual([
      ["refund", "cli", "refused"],
      ["refund", "cli", "done"],
      ["refresh", "cli", "done"],
      ["cancel", "cli", "done"],
    ])
    expect((await qriskit(["show", "ended"])).stdout).toContain("cancel by Kasir Contoh; sold out; done")
  })

  test("what became of a refund that nobody knows of is shown, asked, and on record with who says so", async () => {
    await shop.paid("unknown-1", 12_000)
    const { externalId } = await shop.unknownRefund("unknown-1")
    const saying = ["resolve-refund", "unknown-1", "--external-id", externalId, "--outcome", "went-back"]
    const shown = await qriskit([...saying, "--refund-id", "R-1", "--dry-run"])
    expect(shown.stdout).toContain("Takes it that Rp 12.000 of unknown-1 went back to the customer")
    expect(shown.stdout).toContain("R-1")
    expect(await qriskit(saying)).toMatchObject({ code: 2 })
    expect(await shop.payments.refunds("unknown-1")).toMatchObject([{ status: "unknown" }])
    const done = await qriskit([...saying, ...WHO, "--json"])
    expect(JSON.parse(done.stdout)).toMatchObject({ status: "refunded", refunded: 12_000 })
    const otherwise = [...saying.slice(0, -1), "stayed", ...WHO]
    expect(await qriskit(otherwise)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("is succeeded, as Kasir Contoh said"),
    })
    const another = ["resolve-refund", "unknown-1", "--external-id", "another", "--outcome", "stayed", ...WHO]
    expect(await qriskit(another)).toMatchObject({ code: 3 })
    expect((await qriskit(["show", "unknown-1"])).stdout).toContain(
      `Kasir Contoh said that the refund ${externalId} went back`,
    )
  })

  test("a provider that is not set up is said with the variables that are missing, and one that is away by its exit code", async () => {
    const unset = await qriskit(["refresh", "paid-1"], { MIDTRANS_SERVER_KEY: "" })
    expect(unset).toMatchObject({ code: 2, stderr: expect.stringContaining("MIDTRANS_SERVER_KEY") })
    const away = await qriskit(["refresh", "paid-1"], { MIDTRANS_BASE_URL: "http://127.0.0.1:1" })
    expect(away).toMatchObject({ code: 6, stderr: expect.stringContaining("midtrans inquire") })
    for (const { stderr } of [unset, away]) expect(stderr).not.toContain(shop.sandbox.midtrans.serverKey)
  })

  test("an account's payment is asked about with a module of providers, for which the environment is no substitute", async () => {
    await shop.payments.open({ key: "branch", amount: 10_000, provider: "zipay", account: "toko-17" })
    const of = ["branch", "--account", "toko-17"]
    expect(await qriskit(["show", "branch"])).toMatchObject({ code: 3 })
    expect((await qriskit(["show", ...of])).stdout).toMatch(/^toko-17\/branch {2}pending/)
    const bare = await qriskit(["refresh", ...of])
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining("--providers") })
    const platform = fileURLToPath(new URL("support/platform.mjs", import.meta.url))
    // Their module is loaded by Node, and finds the credentials in the environment.
    expect(await program(["refresh", ...of, "--providers", platform])).toMatchObject({ code: 0, stderr: "" })
    for (const wrong of ["/nowhere.mjs", fileURLToPath(import.meta.resolve("./support/shop.ts"))]) {
      const refused = await program(["refresh", ...of], { QRISKIT_PROVIDERS: wrong })
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("module of providers") })
    }
  })

  test("findings and events that were given up end by hand", async () => {
    await shop.paidAfterCancel("late")
    const found = await qriskit(["anomalies", "--json"])
    expect(found.code).toBe(1)
    const [finding] = linesIn(found.stdout)
    expect(finding).toMatchObject({ kind: "paid_after_cancel", key: "late" })
    expect((await qriskit(["health"])).code).toBe(1)
    const acknowledged = await qriskit(["ack", String(finding.id), ...WHO])
    expect(acknowledged).toMatchObject({ code: 0, stdout: `Finding ${finding.id} is acknowledged.\n` })
    expect(await qriskit(["anomalies"])).toMatchObject({ code: 0, stdout: "Nothing waits for a person.\n" })

    const off = shop.payments.on("opened", () => Promise.reject(new Error("the stock service is away")))
    await shop.payments.open({ key: "stuck", amount: 10_000, provider: "zipay" })
    await shop.payments.reconcileNow()
    off()
    const dead = await qriskit(["dead-letters", "--json"])
    expect(dead.code).toBe(1)
    const letters = linesIn(dead.stdout)
    const [first, second] = letters
    expect(first).toMatchObject({ lastError: expect.stringContaining("stock service") })
    expect((await qriskit(["replay", String(first.event.id), ...WHO])).code).toBe(0)
    expect((await qriskit(["skip", String(second.event.id), ...WHO])).code).toBe(0)
    expect((await shop.payments.deadLetters.list()).length).toBe(letters.length - 2)
  })

  test("personal data go where somebody says so", async () => {
    const redacted = await qriskit(["redact", "--before", "2026-01-01", ...WHO, "--json"])
    expect(JSON.parse(redacted.stdout)).toEqual({ attempts: 0, callbacks: 0 })
  })
})

describe("webhooks onward, and statements", () => {
  test("an endpoint is stopped and let go on, and what was sent is listed", async () => {
    const { endpoint } = await shop.payments.endpoints.add({ url: "https://hooks.example.com/qris" })
    const stopped = await qriskit(["endpoint-disable", endpoint.id, ...WHO, "--json"])
    expect(JSON.parse(stopped.stdout)).toMatchObject({ id: endpoint.id, isEnabled: false })
    expect(await qriskit(["endpoints"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("disabled"),
    })
    expect((await qriskit(["endpoint-enable", endpoint.id, ...WHO])).code).toBe(0)
    const listed = await qriskit(["endpoints", "--json"])
    expect(listed.code).toBe(0)
    expect(listed.stdout).not.toContain("whsec_")
    expect(await qriskit(["endpoint-messages", "--state", "dead"])).toMatchObject({ code: 0 })
    const lost = ["--message", `msg_${"0".repeat(32)}`]
    expect(await qriskit(["endpoint-resend", ...lost, ...WHO])).toMatchObject({ code: 3 })
    expect(await qriskit(["endpoint-resend", ...WHO])).toMatchObject({ code: 2 })
  })

  test("a report is looked at, imported once, listed and taken back", async () => {
    const file = fileURLToPath(new URL("../../statements/test/samples/mandiri-qris.csv", import.meta.url))
    const dry = await qriskit(["statements-import", file, "--dry-run"])
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/lines, gross Rp [\d.]+/) })
    expect((await qriskit(["statements"])).stdout).toBe("No statement was imported.\n")
    const imported = await qriskit(["statements-import", file, ...WHO, "--json"])
    expect(imported.stderr).toBe("")
    const { import: made } = JSON.parse(imported.stdout)
    const again = JSON.parse((await qriskit(["statements-import", file, ...WHO, "--json"])).stdout)
    expect(again).toMatchObject({ isRepeated: true, import: { id: made.id } })
    expect(linesIn((await qriskit(["statements", "--json"])).stdout)).toMatchObject([
      { id: made.id, importedBy: "Kasir Contoh", state: "imported" },
    ])
    expect(await qriskit(["statements-undo", String(made.id), ...WHO])).toMatchObject({ code: 0 })
    const misspelt = await qriskit(["statements-import", file, "--provider", "zipy", "--dry-run"])
    expect(misspelt.code).toBeGreaterThan(1)
    expect(misspelt.stderr).toContain('no provider is called "zipy"; there are midtrans, zipay')
    const none = await qriskit(["statements-import", "/nowhere/report.csv", ...WHO])
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("no such file") })
    // Under the words that the console has for them.
    const acts = linesIn((await qriskit(["acts", "--limit", "4", "--json"])).stdout)
    expect(acts.map(({ verb, outcome }) => [verb, outcome])).toEqual([
      ["import", "refused"],
      ["undo", "done"],
      ["import", "done"],
      ["import", "done"],
    ])
  })

  test("a match is told of holidays and of how late a bank credits, by the same options as an import", async () => {
    const report = fileURLToPath(new URL("../../statements/test/samples/mandiri-qris.csv", import.meta.url))
    // What the report pays to one merchant id on 6 October, credited four days later.
    const bank = join(tmpdir(), `qriskit-bank-${process.pid}.txt`)
    await writeFile(
      bank,
      ":20:S1\r\n:25:1230000000456\r\n:28C:1\r\n:60F:C261009IDR0,00\r\n:61:2610101010C178789,65NTRFNONREF\r\n:86:SETTLEMENT QRIS\r\n:62F:C261010IDR178789,65\r\n",
    )
    const arrived = async () => {
      const { stdout } = await qriskit(["arrived", "--from", "2026-10-10", "--until", "2026-10-10", "--json"])
      return linesIn(stdout)
    }
    try {
      for (const file of [report, bank])
        expect((await qriskit(["statements-import", file, ...WHO])).stderr).toBe("")
      expect(await arrived()).toMatchObject([{ credits: "17878965", explained: "0" }])
      const match = ["statements-match", "--holidays", "2026-10-07,2026-10-08", "--credit-days", "4", ...SAID]
      expect((await qriskit(match)).stderr).toBe("")
      expect(await arrived()).toMatchObject([{ credits: "17878965", explained: "17878965" }])
      expect(await qriskit(["statements-match", "--holidays", "2026-02-30", ...SAID])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("must be a day (2026-12-01)"),
      })
      for (const { id } of linesIn((await qriskit(["statements", "--json", "--limit", "2"])).stdout))
        expect(await qriskit(["statements-undo", String(id), "--credit-days", "4", ...WHO])).toMatchObject({
          code: 0,
        })
    } finally {
      await rm(bank)
    }
  })

  test("a bank's statement that names no account is said whose it is: equal credits of two accounts are two", async () => {
    const file = join(tmpdir(), `qriskit-bni-${process.pid}.csv`)
    const importing = async (bankAccount: string, text: string) => {
      const credit = `05/11/26 10.00.00,05/11/26 10.00.00,001,,${text},,"500,000.00"`
      await writeFile(
        file,
        `Post Date,Value Date,Branch,Journal No.,Description,Debit,Credit\r\n${credit}\r\n`,
      )
      const asked = ["statements-import", file, "--bank-account", bankAccount, ...WHO, "--json"]
      return JSON.parse((await qriskit(asked)).stdout)
    }
    try {
      const made = [await importing("12345", "SATU"), await importing("67890", "DUA")]
      expect(made).toMatchObject([{ stored: 1 }, { stored: 1, again: 0 }])
      expect(await importing("0012-345", "SATU LAGI")).toMatchObject({ stored: 0, again: 1 })
      for (const { id } of linesIn((await qriskit(["statements", "--json", "--limit", "3"])).stdout))
        expect(await qriskit(["statements-undo", String(id), ...WHO])).toMatchObject({ code: 0 })
    } finally {
      await rm(file)
    }
  })

  test("what became of a payment's money is told, with the lines that say so, and the days in numbers", async () => {
    await shop.onRecord([
      { key: "INV-1001", amount: 100_000 },
      { key: "INV-1004", amount: 50_000 },
      { key: "INV-1009", amount: 7_000 },
    ])
    const file = fileURLToPath(new URL("../../statements/test/samples/mandiri-qris.csv", import.meta.url))
    const { import: made } = JSON.parse((await qriskit(["statements-import", file, ...WHO, "--json"])).stdout)

    const settled = await qriskit(["settlement", "INV-1001", "--json"])
    expect(settled).toMatchObject({ code: 0, stderr: "" })
    expect(JSON.parse(settled.stdout)).toMatchObject({
      key: "INV-1001",
      settlement: { class: "settled", gross: "10000000", import: made.id },
    })
    expect((await qriskit(["settlement", "INV-1001"])).stdout).toMatch(
      /^INV-1001 {2}settled: settled\n {2}gross +Rp 100\.000\n/,
    )
    expect(await qriskit(["settlement", "INV-1004"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("amount_differs: a report has another amount"),
    })
    const untold = await qriskit(["settlement", "INV-1009", "--json"])
    expect([untold.code, JSON.parse(untold.stdout)]).toEqual([0, { key: "INV-1009" }])
    expect(await qriskit(["settlement", "nothing"])).toMatchObject({ code: 3 })

    const explained = JSON.parse((await qriskit(["explain", "INV-1001", "--json"])).stdout)
    expect(explained).toMatchObject({
      class: "settled",
      settlement: { gross: "10000000" },
      lines: [{ key: "INV-1001", class: "settled", gross: "10000000", import: made.id }],
    })
    expect((await qriskit(["explain", "INV-1001"])).stdout).toContain("INV-1001")
    const silent = await qriskit(["explain", "INV-1009"])
    expect(silent).toMatchObject({ code: 0, stdout: expect.stringContaining("silence proves nothing") })

    const of = ["statements-lines", "--import", String(made.id)]
    const lines = linesIn((await qriskit([...of, "--json", "--all", "--limit", "2"])).stdout)
    expect(lines).toHaveLength(made.stored)
    const unknown = linesIn((await qriskit([...of, "--class", "unknown_money", "--json"])).stdout)
    expect(unknown.length).toBeGreaterThan(0)
    for (const line of unknown) expect(line).not.toHaveProperty("key")
    expect((await qriskit([...of, "--from", "2030-01-01"])).stdout).toBe("No line was found.\n")

    const days = linesIn(
      (await qriskit(["days", "--from", "2026-10-05", "--until", "2026-10-06", "--json"])).stdout,
    )
    expect(days).toMatchObject([
      { day: "2026-10-05", arrived: "15700000", payments: 3, credited: "0" },
      { day: "2026-10-06", arrived: "0", payments: 0 },
    ])
    const bank = await qriskit(["arrived", "--from", "2026-10-05", "--until", "2026-10-06"])
    expect(bank).toMatchObject({ code: 0, stdout: "No bank statement tells of these days.\n" })
    expect(await qriskit(["days", "--from", "2026-10-05", "--until", "2030-10-06"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--until must be"),
    })
  })
})

describe("orders on a printed QR", () => {
  const seen = ["--yes", "--by", "Kasir Contoh", "--why", "seen in the acquirer's app"]

  test("an order is expected with an amount of its own, once for each key", async () => {
    const qr = await shop.sandbox.control.staticQr("snap-midtrans")
    const expecting = (key: string, ...more: ReadonlyArray<string>) =>
      qriskit(["expect", key, "--qr", qr, "--amount", "25000", "--within", "30", "--json", ...more])
    const first = JSON.parse((await expecting("printed-1")).stdout)
    const second = JSON.parse((await expecting("printed-2")).stdout)
    expect([first.amount, second.amount, second.surplus]).toEqual([25_000, 25_001, 1])
    expect(JSON.parse((await expecting("printed-2")).stdout)).toEqual(second)
    const shown = await qriskit(["expect", "printed-2", "--qr", qr, "--amount", "25000", "--within", "30"])
    expect(shown.stdout).toContain("The customer pays exactly Rp 25.001, until ")
    expect(await expecting("printed-3", "--surplus", "0")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("NoFreeAmount"),
    })
    expect(await expecting("printed-2", "--surplus", "5")).toMatchObject({ code: 4 })
    expect(await expecting("printed-4", "--provider", "midtrans")).toMatchObject({ code: 0 })
    expect(await expecting("printed-5", "--provider", "nobody")).toMatchObject({ code: 2 })
    expect(await qriskit(["expect", "printed-6", "--amount", "25000", "--within", "30"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--qr"),
    })
  })

  test("its money is taken on somebody's word, with the amount that was shown, and on record", async () => {
    const dry = await qriskit(["accept-money", "printed-1", "--dry-run"])
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /Rp 25\.000 arrived for printed-1, for which Rp 25\.000 was asked[\s\S]*only your word/,
      ),
    })
    expect((await shop.payments.get("printed-1")).status).toBe("pending")
    expect(await qriskit(["accept-money", "printed-1"])).toMatchObject({ code: 2 })
    expect(await qriskit(["accept-money", "printed-1", "--claim", "999999", ...seen])).toMatchObject({
      code: 3,
    })
    expect(await qriskit(["accept-money", "open-1", ...seen])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("it has a QR of its own"),
    })
    const taken = await qriskit(["accept-money", "printed-1", ...seen, "--json"])
    expect(taken.stderr).toBe("")
    expect(JSON.parse(taken.stdout)).toMatchObject({ key: "printed-1", status: "paid", paidAmount: 25_000 })
    expect(await qriskit(["accept-money", "printed-1", ...seen])).toMatchObject({ code: 4 })
    expect((await qriskit(["show", "printed-1"])).stdout).toContain("accept-money by Kasir Contoh")
    const [refused, done] = linesIn((await qriskit(["acts", "--limit", "2", "--json"])).stdout)
    expect([refused, done]).toMatchObject([
      { verb: "accept-money", outcome: "refused" },
      { verb: "accept-money", outcome: "done", key: "printed-1", by: "Kasir Contoh" },
    ])
  })
})

test("the program says answers on one stream and complaints on the other, gives its code, and ends by itself", async () => {
  const [shown, asked, lost, away] = await Promise.all([
    program(["show", "paid-1", "--json"]),
    // Asks the provider: its connections are closed, too.
    program(["refresh", "paid-1"]),
    program(["show", "nothing"]),
    program(["health"], { QRISKIT_DATABASE_URL: "postgres://clerk:s3cretword@127.0.0.1:1/shop" }),
  ])
  expect(shown).toMatchObject({ code: 0, stderr: "" })
  expect(JSON.parse(shown.stdout)).toMatchObject({ payment: { key: "paid-1" } })
  expect(asked).toMatchObject({ code: 0, stderr: "" })
  expect(lost).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining('"nothing"') })
  expect(away).toMatchObject({ code: 5, stdout: "", stderr: expect.stringContaining("nothing listens") })
})

test("a user who may only read can look", async () => {
  await shop.payments.query("create role reader login password 's3cretword'")
  await shop.payments.query("grant usage on schema qriskit to reader")
  await shop.payments.query("grant select on all tables in schema qriskit to reader")
  const place = new URL(shop.environment["QRISKIT_DATABASE_URL"] ?? "")
  place.username = "reader"
  place.password = "s3cretword"
  const reader = { QRISKIT_DATABASE_URL: place.href }
  for (const args of [["find"], ["show", "open-1"], ["totals"], ["acts"], ["receipts"]])
    expect(await qriskit(args, reader)).toMatchObject({ code: 0, stderr: "" })
  const refused = await qriskit(["cancel", "open-1", ...WHO], reader)
  expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining("permission denied") })
})

test("migrate shows what it would do, does it, and then has nothing to do", async () => {
  const QRISKIT_DATABASE_URL = await createDatabase(inject("postgresUrl"))
  const place = { QRISKIT_DATABASE_URL }
  const dry = await qriskit(["migrate", "--dry-run"], place)
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/no schema yet[\s\S]*1 {2}payments/) })
  expect((await qriskit(["schema", "--json"], place)).code).toBe(1)
  const done = await qriskit(["migrate", ...WHO, "--json"], place)
  expect(JSON.parse(done.stdout)).toMatchObject({ pending: [] })
  expect(await qriskit(["schema"], place)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("nothing to do"),
  })
  expect(await qriskit(["health"], place)).toMatchObject({ code: 0 })
  const acts = linesIn((await qriskit(["acts", "--json"], place)).stdout)
  expect(acts).toMatchObject([{ verb: "migrate", by: "Kasir Contoh" }])
  // Of another schema in the same database nothing is there yet.
  expect((await qriskit(["schema", "--schema", "toko_b"], place)).code).toBe(1)
  const another = { ...place, QRISKIT_SCHEMA: "toko_b" }
  expect((await qriskit(["migrate", ...WHO], another)).code).toBe(0)
  expect((await qriskit(["health"], another)).code).toBe(0)
})

test("watch sees what another process does, and says where to go on from", async () => {
  const cursor = await shop.payments.cursor()
  const child = start(["watch", "--cursor", String(cursor), "--json"], shop.environment)
  const [said, end] = [linesOf(child), ended(child)]
  const next = async () => JSON.parse((await said.next()).value)
  await shop.payments.open({ key: "watched", amount: 12_000, provider: "midtrans" })
  expect(await next()).toMatchObject({ event: { type: "opened", key: "watched", amount: 12_000 } })
  await shop.sandbox.control.pay((await shop.payments.get("watched")).ref?.paymentId ?? "")
  await shop.payments.refresh("watched")
  expect(await next()).toMatchObject({ event: { type: "paid", paidAmount: 12_000 } })
  child.kill("SIGINT")
  const { code, stdout, stderr } = await end
  expect(code).toBe(0)
  expect(JSON.parse(stderr)).toEqual({ cursor: linesIn(stdout).at(-1).cursor })
})

test("watch goes on when the database was away", async () => {
  const proxy = await startProxy(shop.environment["QRISKIT_DATABASE_URL"] ?? "")
  onTestFinished(proxy.close)
  const cursor = await shop.payments.cursor()
  const child = start(["watch", "--cursor", String(cursor), "--json"], {
    ...shop.environment,
    QRISKIT_DATABASE_URL: proxy.url,
  })
  const [said, end] = [linesOf(child), ended(child)]
  const key = async () => JSON.parse((await said.next()).value).event.key
  await shop.payments.open({ key: "before", amount: 10_000, provider: "zipay" })
  expect(await key()).toBe("before")
  // Every connection ends as a server ends it that an operator stops, and so do those made anew.
  proxy.cutAfter(0, FATAL)
  await shop.payments.open({ key: "after", amount: 10_000, provider: "zipay" })
  await expect.poll(() => proxy.answered()).toBeGreaterThan(0)
  proxy.pass()
  expect(await key()).toBe("after")
  child.kill("SIGINT")
  expect((await end).code).toBe(0)
})
