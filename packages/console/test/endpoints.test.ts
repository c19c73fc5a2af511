import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type Desk, deskOf } from "./support/desk.js"
import { cookieOf, openHouse, type TestHouse } from "./support/house.js"
import { openReceiver, type Receiver } from "./support/receiver.js"

const MANAGER = cookieOf("Kasir Contoh", "act")
/** A busy machine may take its time. */
const WHILE = { timeout: 60_000, interval: 20 }
const BRANCH = { cookie: cookieOf("Cabang", "act", "toko-1") }

describe("webhooks onward", () => {
  let house: TestHouse
  let desk: Desk
  let receiver: Receiver
  let id = ""
  let ofBranch = ""
  const secrets: Array<string> = []

  beforeAll(async () => {
    house = await openHouse()
    desk = deskOf(house, MANAGER)
    receiver = await openReceiver()
    const add = async (path: string, more: { readonly account?: string; readonly description?: string }) => {
      const { endpoint, secret } = await house.payments.endpoints.add({
        url: `${receiver.url}/${path}`,
        subjects: ["opened", "paid"],
        ...more,
      })
      secrets.push(secret)
      return endpoint.id
    }
    id = await add("shop", { description: "<b>the shop's own</b>" })
    ofBranch = await add("branch", { account: "toko-1" })
    const rotated = await house.payments.endpoints.rotate(id)
    secrets.push(rotated.secret)
    receiver.status = 503
    await house.open("order-1", 25_000)
    await vi.waitFor(async () => expect(await dead()).toHaveLength(1), WHILE)
    receiver.status = 204
  })
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]()
    await receiver?.close()
  })

  const dead = () => house.payments.endpoints.deadLetters({ endpoint: id })
  const act = (page: string, fields: Readonly<Record<string, string>> = {}, asking = {}) =>
    desk.post(page, { id, why: "they asked", ...fields }, asking)
  const lastAct = async () => (await house.payments.acts.list({ limit: 1 }))[0]

  it("are listed with how they go, those of one account to whoever is of it", async () => {
    const all = await desk.read("endpoints")
    for (const says of [
      "/webhooks/shop",
      "/webhooks/branch",
      "failed once",
      "takes messages",
      "toko-1",
      "Paid",
    ])
      expect(all).toContain(says)
    expect(all).toContain("&lt;b&gt;the shop&#39;s own&lt;/b&gt;")
    expect(await desk.read("endpoints?account=toko-1")).not.toContain("/webhooks/shop")
    const own = await desk.read("endpoints", BRANCH)
    expect(own).toContain("/webhooks/branch")
    expect(own).not.toContain("/webhooks/shop")
  })

  it("show their dead letters and latest attempts, and no secret anywhere", async () => {
    const [message] = await dead()
    const page = await desk.read(`endpoint?id=${id}`)
    for (const says of ["payment.opened", "given up", "503", "closed for today", message?.id ?? "no message"])
      expect(page).toContain(says)
    expect(await desk.read(`endpoint?id=${id}&show=pending`)).toContain("No such message.")
    expect(await desk.read(`endpoint?id=${id}&key=order-1`)).toContain("payment.opened")
    expect(await desk.read(`endpoint?id=${id}&key=order-2`)).toContain("No such message.")
    const attempts = await desk.read(`attempts?id=${id}&message=${message?.id}`)
    expect(attempts).toContain("closed for today")
    for (const page of ["endpoints", `endpoint?id=${id}`, `attempts?id=${id}`]) {
      const text = await desk.read(page)
      for (const secret of secrets) expect(text).not.toContain(secret.slice("whsec_".length, -6))
    }
    expect(page).toContain(`… ${secrets.at(-1)?.slice(-4)}`)
  })

  it("are another account's to nobody of this one, whatever is wanted of them", async () => {
    const before = await house.payments.acts.list()
    for (const page of [`endpoint?id=${id}`, `attempts?id=${id}`])
      expect([page, (await desk.get(page, BRANCH)).status]).toEqual([page, 404])
    for (const page of ["endpoint-ping", "endpoint-disable", "endpoint-enable"])
      expect([page, (await act(page, {}, BRANCH)).status]).toEqual([page, 404])
    const [message] = await dead()
    const fields = { id: ofBranch, message: message?.id ?? "" }
    expect((await act("endpoint-resend", fields, BRANCH)).status).toBe(404)
    expect((await act("endpoint-ping", {}, { cookie: cookieOf("Magang", "look") })).status).toBe(403)
    expect(await dead()).toHaveLength(1)
    expect((await house.payments.acts.list()).filter(({ outcome }) => outcome === "done")).toEqual(before)
  })

  it("are sent a test message, and what came of it is on the page and on record", async () => {
    const answer = await act("endpoint-ping")
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `endpoint?id=${id}`])
    expect(receiver.arrived.at(-1)).toBe("ping")
    expect(await lastAct()).toMatchObject({
      verb: "endpoint-ping",
      by: "Kasir Contoh",
      why: "they asked",
      subject: `endpoint ${id}`,
      outcome: "done",
    })
    expect(await desk.read(`endpoint?id=${id}`)).toMatch(/taken<\/span> 204/)
  })

  it("are stopped and let go on, and send their dead letters again, one or all since a day", async () => {
    expect((await act("endpoint-disable")).status).toBe(303)
    expect(await desk.read(`endpoint?id=${id}`)).toContain("stopped by hand")
    expect((await act("endpoint-enable")).status).toBe(303)
    expect(await desk.read(`endpoint?id=${id}`)).toContain("takes messages")
    const [message] = await dead()
    expect((await act("endpoint-resend", { message: message?.id ?? "" })).status).toBe(303)
    await expect.poll(() => receiver.arrived.at(-1), WHILE).toBe("payment.opened")
    expect(await lastAct()).toMatchObject({ verb: "endpoint-resend", subject: message?.id })
    receiver.status = 503
    await house.open("order-3", 7_000)
    await expect.poll(dead, WHILE).toHaveLength(1)
    receiver.status = 204
    expect((await act("endpoint-resend", { since: "2026-01-01" })).status).toBe(303)
    await expect.poll(dead, WHILE).toEqual([])
    await expect.poll(() => desk.read(`endpoint?id=${id}&show=delivered`), WHILE).toContain("order-3")
    expect(await desk.read("acts")).toContain("sent messages again")
  })

  it("are on the payment's page: which were told what, how that goes, and the way to send it again", async () => {
    receiver.status = 503
    await house.open("order-4", 9_000)
    await expect.poll(dead, WHILE).toHaveLength(1)
    receiver.status = 204
    const [message] = await dead()
    const again = `endpoint?id=${id}&amp;key=order-4#${message?.id}`
    const page = await desk.read("payment?key=order-4")
    for (const says of [
      "Webhooks onward",
      "payment.opened",
      "/webhooks/shop",
      "given up",
      "503",
      "1 attempt",
    ])
      expect(page).toContain(says)
    expect(page).toContain(`href="attempts?id=${id}&amp;message=${message?.id}"`)
    expect(page).toContain(`href="${again}"`)
    // The link leads to the message, with its form.
    const there = await desk.read(`endpoint?id=${id}&key=order-4`)
    for (const says of [`id="${message?.id}"`, 'action="endpoint-resend"']) expect(there).toContain(says)
    const looking = await desk.read("payment?key=order-4", { cookie: cookieOf("Magang", "look") })
    expect(looking).toContain("given up")
    expect(looking).not.toContain(again)
    const indonesian = await desk.read("payment?key=order-4", { headers: { "accept-language": "id" } })
    for (const says of ["Webhook keluar", "macet", "1 percobaan", "Kirim lagi"])
      expect(indonesian).toContain(says)
    expect((await act("endpoint-resend", { message: message?.id ?? "" })).status).toBe(303)
    await expect.poll(() => desk.read("payment?key=order-4"), WHILE).toContain("taken")
    expect((await desk.get("payment?key=order-4&after=x")).status).toBe(400)
    expect(await desk.read(`payment?key=order-4&after=${message?.id}`)).toContain("No endpoint was told")
  })

  it("of the platform are not on a merchant's page of their payment", async () => {
    const { endpoint } = await house.payments.endpoints.add({
      url: `${receiver.url}/platform`,
      everyAccount: true,
      subjects: ["opened"],
    })
    const qr = await house.sandbox.control.staticQr("snap-midtrans")
    await house.payments.expect({ key: "of-branch", account: "toko-1", qr, amount: 5_000, within: 30 })
    await expect
      .poll(() => house.payments.endpoints.messages({ key: "of-branch", account: "toko-1" }), WHILE)
      .toHaveLength(2)
    const all = await desk.read("payment?key=of-branch&account=toko-1")
    for (const path of ["/webhooks/branch", "/webhooks/platform"]) expect(all).toContain(path)
    expect(all).toContain(`href="endpoint?id=${endpoint.id}&amp;key=of-branch&amp;account=toko-1"`)
    const own = await desk.read("payment?key=of-branch", BRANCH)
    expect(own).toContain("/webhooks/branch")
    expect(own).not.toContain("/webhooks/platform")
    await house.payments.endpoints.remove(endpoint.id)
  })

  it("answer hostile addresses and forms in kind", async () => {
    for (const [page, status] of [
      ["endpoints?after=x", 400],
      ["endpoints?account=%3Cscript%3E", 422],
      ["endpoint", 422],
      ["endpoint?id=x", 404],
      [`endpoint?id=${id}&show=all`, 422],
      [`endpoint?id=${id}&after=x`, 400],
      [`attempts?id=${id}&after=x`, 422],
      [`attempts?id=${id}&message=x`, 400],
      ["attempts?id=x", 404],
    ] as const)
      expect([page, (await desk.get(page)).status]).toEqual([page, status])
    for (const [fields, status] of [
      [{ id: "x", message: "msg_x" }, 404],
      [{ message: "msg_x" }, 404],
      [{ since: "yesterday" }, 422],
      [{}, 422],
      [{ since: "2026-01-01", why: "" }, 422],
    ] as const)
      expect([fields, (await act("endpoint-resend", fields)).status]).toEqual([fields, status])
    expect(house.errors).toEqual([])
  })

  it("have no pages where the host hands none over", async () => {
    const without = deskOf(house, MANAGER, { endpoints: undefined } as never)
    for (const page of ["endpoints", `endpoint?id=${id}`, `attempts?id=${id}`])
      expect([page, (await without.get(page)).status]).toEqual([page, 404])
    expect((await without.post("endpoint-ping", { id, why: "no" })).status).toBe(404)
    expect(await without.read("books")).not.toContain('href="endpoints"')
    expect(await without.read("payment?key=order-4")).not.toContain("Webhooks onward")
  })
})
