import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Console, createConsole } from "../src/index.js"
import { type Desk, deskOf } from "./support/desk.js"
import { cookieOf, openHouse, type TestHouse } from "./support/house.js"
import { reportOf } from "./support/report.js"

const MANAGER = cookieOf("Kasir Contoh", "act")

let house: TestHouse
let desk: Desk
let console: Console
beforeAll(async () => {
  house = await openHouse()
  desk = deskOf(house, MANAGER)
  console = desk.console
  await house.paid("order-1", 25_000, "midtrans")
  await house.open("order-2", 18_000)
})
afterAll(() => house?.[Symbol.asyncDispose]())
beforeEach(() => void house.errors.splice(0))

const get: Desk["get"] = (page, asking) => desk.get(page, asking)
const post: Desk["post"] = (page, fields, asking) => desk.post(page, fields, asking)

const refreshes = { key: "order-2", why: "the customer asks" }
const acts = () => house.payments.acts.list()

describe("who may look", () => {
  it("is asked of the host: nobody is answered 403, a response of the host's is sent as it is", async () => {
    expect((await get("books", { cookie: "" })).status).toBe(403)
    const login = new Response(null, { status: 303, headers: { location: "/login" } })
    const guarded = createConsole({ ...house.options, authorize: () => login })
    expect(await guarded(new Request("http://x/books"))).toBe(login)
  })

  it.each<[string, () => Promise<never>]>([
    ["throws", () => Promise.reject(new Error("s3cret of the host"))],
    ["hangs", () => new Promise(() => {})],
    ["says nonsense", async () => ({ who: "a\nb", may: "everything" }) as never],
  ])("an authorize that %s is answered 500 without details, and told to the host", async (_, authorize) => {
    const broken = createConsole({ ...house.options, authorize, authorizeMillis: 20 })
    const answer = await broken(new Request("http://x/books"))
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining("s3cret")])
    expect(house.errors).toHaveLength(1)
  })

  it("whoever may look sees no form, and changes nothing with one that is made by hand", async () => {
    const cookie = cookieOf("Magang", "look")
    const page = await (await get("payment?key=order-2", { cookie })).text()
    expect(page).toContain("You may look at this")
    expect(page).not.toContain('<form method="post"')
    const answer = await post("refresh", refreshes, { cookie, token: desk.tokenOf(cookie) })
    expect(answer.status).toBe(403)
    expect(await acts()).toEqual([])
  })

  it("whoever is of an account sees and does what is of that one alone, whatever the address says", async () => {
    const cookie = cookieOf("Cabang", "act", "toko-1")
    for (const page of ["payment?key=order-1", "accounts", "health"])
      expect([page, (await get(page, { cookie })).status]).toEqual([page, 404])
    expect(await (await get("books", { cookie })).text()).not.toContain("order-1")
    expect(await (await get("payments.csv", { cookie })).text()).not.toContain("order-1")
    expect((await get("find?key=order-1", { cookie })).status).toBe(404)
  })
})

describe("a form", () => {
  it("that is sent with who and why is done, and on record", async () => {
    const token = /name="token" value="([^"]+)"/.exec(await desk.read("payment?key=order-2"))?.[1] ?? ""
    const answer = await post("refresh", refreshes, { token })
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "payment?key=order-2"])
    expect((await acts())[0]).toMatchObject({
      verb: "refresh",
      via: "console",
      by: "Kasir Contoh",
      why: "the customer asks",
      key: "order-2",
      outcome: "done",
    })
  })

  it.each<[string, { token?: string; headers?: Record<string, string> }, number]>([
    ["of another site", { headers: { "sec-fetch-site": "cross-site" } }, 403],
    ["of a site on the same domain", { headers: { "sec-fetch-site": "same-site" } }, 403],
    ["typed into no page", { headers: { "sec-fetch-site": "none" } }, 403],
    ["without a token", { token: "" }, 403],
    ["with a token that is made up", { token: "zzzzzzzz.AAAA" }, 403],
    ["that is no form", { headers: { "content-type": "application/json" } }, 415],
  ])("%s is refused, and nothing is done", async (_, how, status) => {
    const before = await acts()
    expect((await post("refresh", refreshes, how)).status).toBe(status)
    expect(await acts()).toEqual(before)
  })

  it("with somebody else's token, or one of another account, is refused", async () => {
    const token = desk.tokenOf(cookieOf("Magang Lain", "act"))
    expect((await post("refresh", refreshes, { token })).status).toBe(403)
    const cookie = cookieOf("Kasir Contoh", "act", "toko-1")
    expect((await post("refresh", refreshes, { cookie, token: desk.tokenOf(MANAGER) })).status).toBe(403)
  })

  it("without why, too long or with a field twice is refused by name, and nothing is done", async () => {
    const before = await acts()
    const wrong: ReadonlyArray<readonly [Readonly<Record<string, string>>, number, string]> = [
      [{ key: "order-2" }, 422, "Write why"],
      [{ key: "order-2", why: "   " }, 422, "Write why"],
      [{ key: "order-2", why: "x".repeat(1_001) }, 422, "Write why"],
      [{ why: "because" }, 422, "not one of ours"],
      [{ key: "order-2", why: "x".repeat(40_000) }, 413, "too long"],
      [{ key: "nothing", why: "because" }, 404, "nothing here"],
    ]
    for (const [fields, status, says] of wrong) {
      const answer = await post("refresh", fields)
      expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(says)])
    }
    const twice = new URLSearchParams({ token: desk.tokenOf(MANAGER), ...refreshes })
    twice.append("key", "order-1")
    const headers = { cookie: MANAGER, "sec-fetch-site": "same-origin" }
    const request = new Request("http://x/qris/refresh", { method: "POST", headers, body: twice })
    expect((await console(request)).status).toBe(422)
    expect(await acts()).toEqual(before)
  })

  it("asks for a refund once, however often it is sent; one that cannot be is on record as refused", async () => {
    const fields = { id: "refund-abcdefghjkmn", key: "order-1", amount: "10.000", why: "cold coffee" }
    expect((await post("refund", fields)).status).toBe(303)
    expect((await post("refund", fields)).status).toBe(303)
    const other = await post("refund", { ...fields, amount: "15.000" })
    expect([other.status, await other.text()]).toEqual([422, expect.stringContaining("sent before")])
    const more = await post("refund", { ...fields, id: "refund-abcdefghjkmp", amount: "15.001" })
    expect([more.status, await more.text()]).toEqual([409, expect.stringContaining("Rp 15.000 that is left")])
    expect(await house.payments.refunds("order-1")).toMatchObject([
      { amount: 10_000, by: "Kasir Contoh", reason: "cold coffee" },
    ])
    expect((await acts()).map(({ outcome }) => outcome).slice(0, 4)).toEqual([
      "refused",
      "refused",
      "done",
      "done",
    ])
    const wrong = await post("refund", { key: "order-1", amount: "5,000", why: "x".repeat(256) })
    for (const says of ["Write 25000 or 25.000.", "Write why the money", "sent before"])
      expect(await wrong.clone().text()).toContain(says)
  })

  it("says what an acquirer that is away means for the money", async () => {
    await house.sandbox.control.faults.script({ at: "zipay.inquire", fault: { kind: "status", status: 502 } })
    const answer = await post("refresh", refreshes)
    await house.sandbox.control.faults.clear()
    const text = await answer.text()
    expect([answer.status, text]).toEqual([502, expect.stringContaining("for unpaid")])
    expect((await acts())[0]?.outcome).toBe("unknown")
  })
})

describe("hostile input", () => {
  it("is answered in kind: no page, no method, no payment, no cursor", async () => {
    const asked: ReadonlyArray<readonly [string, number]> = [
      ["nothing", 404],
      ["constructor", 404],
      ["__proto__", 404],
      ["books/", 404],
      ["../../etc/passwd", 404],
      ["payment", 404],
      ["payment?key=%00", 404],
      ["payment?key=%ED%A0%80", 404],
      [`payment?key=${"x".repeat(300)}`, 404],
      ["payment?key=order-1&account=no%20account", 404],
      ["books?after=nonsense", 400],
      ["books?status=everything", 422],
      ["books?from=2020-02-31", 422],
      ["books?account=%3Cscript%3E", 422],
      [`books?provider=${"x".repeat(20_000)}`, 422],
      ["findings?after=-1", 422],
      ["findings?after=1e300", 422],
      ["callbacks?verdict=x", 422],
      ["accounts?after=..", 422],
      ["language?to=xx", 404],
      ["language?to=en&page=//evil.example", 404],
      ["refresh", 405],
    ]
    for (const [page, status] of asked) expect([page, (await get(page)).status]).toEqual([page, status])
    for (const method of ["PUT", "DELETE", "OPTIONS"]) {
      const headers = { cookie: MANAGER, "sec-fetch-site": "same-origin" }
      const answer = await console(new Request("http://x/qris/books", { method, headers }))
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"])
    }
    expect((await console(new Request("http://x/elsewhere"))).status).toBe(404)
    expect(house.errors).toEqual([])
  })

  it("is never markup", async () => {
    const evil = `"><script>alert(1)</script>`
    await house.payments.open({ key: evil, amount: 10_000, provider: "zipay" })
    const pages = [
      `payment?${new URLSearchParams({ key: evil })}`,
      `find?${new URLSearchParams({ key: evil })}`,
      `books?${new URLSearchParams({ account: evil })}`,
      `nothing?${evil}`,
      "books",
    ]
    for (const page of pages) expect(await (await get(page)).text()).not.toContain("<script>alert")
    const language = await get(`language?${new URLSearchParams({ to: "en", page: "books", query: evil })}`)
    expect(language.headers.get("location")).not.toContain("<")
  })

  it("meets headers that keep a page to itself", async () => {
    for (const page of ["books", "nothing", "console.js", ""]) {
      const { headers } = await get(page)
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';.* frame-ancestors 'none'$/,
      )
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("referrer-policy")).toBe("same-origin")
    }
    expect((await get("books")).headers.get("cache-control")).toBe("no-store")
    expect((await get("console.js")).headers.get("cache-control")).toContain("immutable")
    const head = await console(
      new Request("http://x/qris/books", { method: "HEAD", headers: { cookie: MANAGER } }),
    )
    expect([head.status, await head.text()]).toEqual([200, ""])
  })
})

describe("pages", () => {
  it("hold no absolute address, so that they work wherever they are mounted", async () => {
    for (const page of [
      "books",
      "payment?key=order-1",
      "findings",
      "dead-letters",
      "callbacks",
      "unmatched",
      "statements",
      "days",
      "accounts",
      "health",
      "acts",
    ]) {
      const answer = await get(page)
      const text = await answer.text()
      expect([page, answer.status]).toEqual([page, 200])
      expect([...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address)).toEqual(
        [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)]
          .map(([, address = ""]) => address)
          .filter((address) => /^[a-z#]/.test(address) && !address.includes(":")),
      )
      expect(text).not.toContain("any.example")
    }
  })

  it("lead from where it is mounted to the books, with and without a slash at the end", async () => {
    const at = async (path: string) =>
      (await console(new Request(`http://x${path}`, { headers: { cookie: MANAGER } }))).headers.get(
        "location",
      )
    expect([await at("/qris"), await at("/qris/")]).toEqual(["qris/books", "books"])
  })

  it("are turned by a cursor, without missing any", async () => {
    for (let index = 0; index < 26; index += 1) {
      const body = JSON.stringify({ no: index })
      await house.payments.receive("zipay", { headers: {}, body })
    }
    const first = await (await get("callbacks")).text()
    const next = /href="(callbacks\?after=\d+)" rel="next"/.exec(first)?.[1] ?? ""
    const second = await (await get(next)).text()
    const shown = [...`${first}${second}`.matchAll(/\{&quot;no&quot;:(\d+)\}/g)].map(([, no]) => Number(no))
    expect(shown).toEqual(Array.from({ length: 26 }, (_, index) => 25 - index))
  })

  it("show a dead letter, hand it over again, and skip it, with who and why", async () => {
    const off = house.payments.on("paid", () => Promise.reject(new Error("the shop is closed")), {
      transaction: false,
    })
    await house.paid("order-dead", 30_000)
    await house.payments.reconcileNow()
    const letterOf = async () =>
      (await house.payments.deadLetters.list()).find(({ event }) => event.key === "order-dead")
    await expect.poll(letterOf).toBeDefined()
    off()
    const letter = await letterOf()
    const id = String(letter?.event.id)
    expect(await (await get("dead-letters")).text()).toContain("the shop is closed")
    const other = cookieOf("Cabang", "act", "toko-1")
    expect((await post("skip", { id, why: "not mine" }, { cookie: other })).status).toBe(409)
    expect((await post("skip", { id, why: "written down by hand" })).status).toBe(303)
    expect((await post("skip", { id, why: "once more" })).status).toBe(409)
    expect((await post("replay", { id, why: "once more" })).status).toBe(409)
    expect((await acts())[0]).toMatchObject({ verb: "skip", key: "order-dead", subject: `event ${id}` })
  })

  it("show a finding until somebody says what they did", async () => {
    const paymentId = await house.open("order-late", 12_000)
    await post("cancel", { key: "order-late", why: "the customer left" })
    await house.sandbox.control.pay(paymentId, { force: true })
    await post("refresh", { key: "order-late", why: "a slip was shown" })
    const [finding] = await house.payments.anomalies.list()
    expect(await (await get("findings")).text()).toContain("order-late")
    const id = String(finding?.id)
    expect((await post("acknowledge", { id, why: "handed over" })).headers.get("location")).toBe("findings")
    expect(await house.payments.anomalies.list({ acknowledged: true })).toMatchObject([
      { acknowledgedBy: "Kasir Contoh", acknowledgedWhy: "handed over" },
    ])
    expect((await post("acknowledge", { id, why: "again" })).status).toBe(409)
    const journal = await (await get("acts")).text()
    for (const says of ["acknowledged a finding", "handed over", "canceled", "the customer left"])
      expect(journal).toContain(says)
  })
})

describe("statements", () => {
  const bytes = reportOf([
    { reference: "262780001", gross: 600_023, fee: "1800.07" },
    { reference: "262780002", gross: 25_000, fee: "0" },
  ])

  const send = async (
    page: string,
    fields: Readonly<Record<string, string>> = {},
    file: Uint8Array | undefined = bytes,
    cookie = MANAGER,
  ) => {
    const body = new FormData()
    const { token = desk.tokenOf(cookie), ...others } = fields
    for (const [name, value] of Object.entries({ token, ...others })) body.set(name, value)
    if (file !== undefined) body.set("file", new Blob([new Uint8Array(file)]), "report.csv")
    const headers = { cookie, "accept-language": "en", "sec-fetch-site": "same-origin" }
    return console(new Request(`http://any.example/qris/${page}`, { method: "POST", headers, body }))
  }
  const imports = (account?: string) =>
    house.payments.statements.list(account === undefined ? {} : { account })
  const checkedIn = (text: string): string => /name="checked" value="([^"]+)"/.exec(text)?.[1] ?? ""

  it("are checked first, and only the file that was checked is imported, once, with who and why", async () => {
    const shown = await (await send("check-statement")).text()
    for (const says of [
      "what an import would do",
      "GoPay, Laporan Transaksi",
      "2 × A settlement report tells of money",
    ])
      expect(shown).toContain(says)
    expect(await imports()).toEqual([])
    const checked = checkedIn(shown)
    const other = reportOf([{ reference: "262780001", gross: 600_024, fee: "1800.07" }])
    expect((await send("import-statement", { checked, why: "of today" }, other)).status).toBe(422)
    expect((await send("import-statement", { checked, why: "of today", provider: "zipay" })).status).toBe(422)
    expect((await send("import-statement", { checked })).status).toBe(422)
    expect(await imports()).toEqual([])
    const answer = await send("import-statement", { checked, why: "of today" })
    const [file] = await imports()
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `statement?id=${file?.id}`])
    expect((await acts())[0]).toMatchObject({ verb: "import", why: "of today", outcome: "done" })
    expect(await (await get(`statement?id=${file?.id}`)).text()).toMatch(/262780001[\s\S]*Rp 598\.222,93/)
    expect(await (await send("check-statement")).text()).toContain("was imported before")
  })

  it("that do not add up, or are none, are refused with the reason, and nothing of a password is shown", async () => {
    const before = await imports()
    for (const file of [Buffer.from("not a statement"), Buffer.from("PK\u0003\u0004 broken")]) {
      const answer = await send("check-statement", { password: "s3cret-of-the-bank " }, file)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toMatch(
        /The file was not taken\.[\s\S]*(?:no known report|cannot be read)/i,
      )
    }
    const all = JSON.stringify([await acts(), house.errors])
    const shown = await (await send("check-statement", { password: "s3cret-of-the-bank " })).text()
    expect(`${all}${shown}`).not.toContain("s3cret")
    expect((await send("check-statement", {}, Buffer.alloc(2_000_001))).status).toBe(413)
    expect((await send("check-statement", {}, new Uint8Array())).status).toBe(422)
    expect((await post("check-statement", {})).status).toBe(415)
    expect((await send("check-statement", { token: "zzzz.AAAA" })).status).toBe(403)
    expect(await imports()).toEqual(before)
  })

  it("tell how far they are, line by line, and what came of it", async () => {
    const answer = await send("check-statement", { live: "1" })
    const told = (await answer.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(told.at(-1)).toEqual({ page: expect.stringContaining("GoPay, Laporan Transaksi") })
    expect(told[0]).toMatchObject({ stage: "reading" })
  })

  it("of one account are nobody else's, and are taken back by whose they are", async () => {
    const [file] = await imports()
    const cookie = cookieOf("Cabang", "act", "toko-1")
    const id = String(file?.id)
    expect(await (await get("statements", { cookie })).text()).not.toContain("GoPay, Laporan")
    expect((await get(`statement?id=${id}`, { cookie })).status).toBe(409)
    expect((await post("undo-statement", { id, why: "not mine" }, { cookie })).status).toBe(409)
    const checked = checkedIn(await (await send("check-statement", {}, bytes, cookie)).text())
    expect((await send("import-statement", { checked, why: "ours" }, bytes, cookie)).status).toBe(303)
    expect(await imports("toko-1")).toHaveLength(1)
    expect((await post("undo-statement", { id, why: "another shop's" })).status).toBe(303)
    expect((await post("undo-statement", { id, why: "once more" })).status).toBe(409)
    expect(await imports()).toMatchObject([{ state: "undone", undoneWhy: "another shop's" }])
    const looks = cookieOf("Magang", "look")
    expect((await send("check-statement", { token: desk.tokenOf(looks) }, bytes, looks)).status).toBe(403)
  })

  it("make days that add up, on the page and for the accountant", async () => {
    const { paidAt = new Date() } = await house.payments.get("order-1")
    const lines = reportOf([
      { reference: "262780009", gross: 25_000, fee: "75.35", at: paidAt },
      { reference: "262780010", gross: 17_000, fee: "0", at: paidAt },
    ])
    await house.payments.statements.import(house.options.statements?.read(lines, {}) ?? never(), {
      by: "Siti, finance",
    })
    const page = await (await get("days")).text()
    expect(page).toMatch(/id="sum-net"[^>]*>Rp 24\.924,65</)
    const rows = (await (await get("days.csv")).text())
      .trimEnd()
      .split("\r\n")
      .map((row) => row.split(";"))
    const sen = (cell = "") => BigInt(cell.replace(",", ""))
    for (const column of [1, 3, 5, 6, 7, 8, 9]) {
      const above = rows.slice(1, -1).reduce((sum, row) => sum + sen(row[column]), 0n)
      expect(sen(rows.at(-1)?.[column])).toBe(above)
    }
    expect(rows.at(-1)?.[9]).toBe("24924,65")
    expect(await (await get("lines.csv")).text()).toMatch(/262780010.*\r\n.*41924,65/)
    const book = await get("days.xlsx")
    expect(book.headers.get("content-disposition")).toMatch(/days-.*\.xlsx"$/)
    expect(
      Buffer.from(await book.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK")
    for (const query of ["from=2026-10-02&until=2026-10-01", "from=2020-01-01&until=2026-10-01", "from=x"])
      expect((await get(`days.csv?${query}`)).status).toBe(422)
  })

  it("have no pages where the host reads none", async () => {
    const { statements: _, ...others } = house.options
    const without = createConsole(others)
    const asked = (page: string) => without(new Request(`http://x/${page}`, { headers: { cookie: MANAGER } }))
    for (const page of ["statements", "statement?id=1", "days", "days.xlsx"])
      expect((await asked(page)).status).toBe(404)
    expect(await (await asked("books")).text()).not.toContain('href="statements"')
  })
})

const never = (): never => {
  throw new Error("the tests' house reads statements")
}

describe("options", () => {
  it("that cannot be right are named, and their values are not", () => {
    const wrong = { ...house.options, secret: "s3cret", path: "qris", authorizeMillis: 0 }
    expect(() => createConsole(wrong)).toThrow(/path .*secret .*authorizeMillis/s)
    expect(() => createConsole(wrong)).not.toThrow(/s3cret/)
  })
})
