import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { startSandbox } from "@qriskit/sandbox"
import { afterEach, describe, expect, it } from "vitest"
import * as presets from "../src/presets.js"
import { createSnap } from "../src/promise.js"

const open: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const sandboxWith = async (options: Parameters<typeof startSandbox>[0]) => {
  const sandbox = await startSandbox(options)
  open.push(() => sandbox.close())
  return sandbox
}

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe("an acquirer's own spelling", () => {
  it.each([
    ["codes as numbers, and no life of a token", { codeAs: "number", expiresInAs: "absent" }],
    ["codes of eight digits, and a life as number", { codeAs: "eight digits", expiresInAs: "number" }],
  ] as const)("%s makes no difference", async (_, snap) => {
    const sandbox = await sandboxWith({ snap })
    const client = createSnap({ profile: presets.midtrans, ...sandbox.snap.midtrans })
    open.push(() => client.close())
    const { ref } = await client.create({ amount: 25_000, externalId: "order-1" })
    await sandbox.control.pay(ref.paymentId)
    expect((await client.inquire(ref)).status).toBe("paid")
    const refund = await client.refund(ref, { externalId: "refund-1", amount: 10_000 })
    expect(refund).toMatchObject({ status: "succeeded", amount: 10_000 })
    expect(await client.inquire(ref)).toMatchObject({ status: "partially_refunded", refunded: 10_000 })
    expect(await client.inquireRefund(ref, { externalId: "refund-1" })).toMatchObject({ status: "succeeded" })
  })

  it.each(["indented", "escaped"] as const)(
    "callbacks that are %s are read as they came",
    async (callbacksAs) => {
      const sandbox = await sandboxWith({ snap: { callbacksAs } })
      const client = createSnap({ profile: presets.midtrans, ...sandbox.snap.midtrans })
      open.push(() => client.close())
      const { ref } = await client.create({ amount: 25_000, externalId: "order-1" })
      await sandbox.control.pay(ref.paymentId)
      const raw = await sandbox.control.callbacks.build(ref.paymentId)
      expect(raw.body).toMatch(callbacksAs === "escaped" ? /\\\// : /\n/)
      expect(await client.notifications.read(raw, ref)).toMatchObject({
        claimedStatus: "paid",
        authenticity: "signed",
      })
    },
  )

  it("the query of a registered address is signed, and believed", async () => {
    const notificationUrl = "https://toko.example/hooks/v1.0/qr/qr-mpm-notify?toko=17"
    const sandbox = await sandboxWith({ snap: { callbackUrls: { midtrans: notificationUrl } } })
    const client = createSnap({ profile: presets.midtrans, ...sandbox.snap.midtrans, notificationUrl })
    open.push(() => client.close())
    const { ref } = await client.create({ amount: 25_000, externalId: "order-1" })
    await sandbox.control.pay(ref.paymentId)
    const raw = await sandbox.control.callbacks.build(ref.paymentId)
    expect(await client.notifications.read(raw, ref)).toMatchObject({ authenticity: "signed" })
  })

  it("a merchant who gets a picture alone is told what to ask for", async () => {
    const sandbox = await sandboxWith({ snap: { qrContent: false } })
    const client = createSnap({ profile: presets.shopeepay, ...sandbox.snap.shopeepay })
    open.push(() => client.close())
    await expect(client.create({ amount: 25_000, externalId: "order-1" })).rejects.toThrow("onboarding")
  })
})

it("a refund that is asked for again on another day is the first one, and money goes back once", async () => {
  const sandbox = await sandboxWith({ clock: "manual", startAt: new Date() })
  const client = createSnap({ profile: presets.midtrans, ...sandbox.snap.midtrans })
  open.push(() => client.close())
  const { ref } = await client.create({ amount: 25_000, externalId: "order-1" })
  await sandbox.control.pay(ref.paymentId)
  const asked = { externalId: "refund-1", amount: 10_000 }
  const { refundId } = await client.refund(ref, asked)
  await sandbox.control.advance({ hours: 48 })
  expect(await client.refund(ref, asked)).toMatchObject({ ...asked, refundId, status: "succeeded" })
  expect((await client.inquire(ref)).refunded).toBe(10_000)
})

describe("a payment with a callback address of its own, which is signed whole", () => {
  const address = "https://toko.example/other/callback?toko=17"
  const opened = async () => {
    const sandbox = await sandboxWith({})
    const client = createSnap({ profile: presets.ifortepay, ...sandbox.snap.ifortepay })
    open.push(() => client.close())
    const order = (externalId: string, notificationUrl: string) =>
      client.create({ amount: 25_000, externalId, notificationUrl })
    return { sandbox, client, order }
  }

  it("is believed with its stored reference, which keeps the address", async () => {
    const { sandbox, client, order } = await opened()
    const { ref } = await order("order1", address)
    await sandbox.control.pay(ref.paymentId)
    const raw = await sandbox.control.callbacks.build(ref.paymentId)
    for (const stored of [ref, JSON.parse(JSON.stringify(ref))])
      expect(await client.notifications.read(raw, stored)).toMatchObject({
        claimedStatus: "paid",
        authenticity: "signed",
      })
    const elsewhere = { ...ref, attributes: { ...ref.attributes, callbackUrl: "https://toko.example/else" } }
    for (const other of [elsewhere, { ...ref, attributes: { callbackUrl: "none" } }, undefined])
      await expect(client.notifications.read(raw, other)).rejects.toThrow("notificationUrl")
  })

  it("keeps none that is the registered one, and takes none that no reference can keep", async () => {
    const { sandbox, order } = await opened()
    const { notificationUrl } = sandbox.snap.ifortepay
    expect((await order("order1", notificationUrl)).ref.attributes).not.toHaveProperty("callbackUrl")
    await expect(order("order2", `${address}${"x".repeat(255)}`)).rejects.toThrow("at most 255 characters")
  })
})

describe("BRI, which asks for a token before it calls back", () => {
  it("gets one, brings it along, and is believed in nothing", async () => {
    const sandbox = await sandboxWith({})
    const client = createSnap({ profile: presets.bri, ...sandbox.snap.bri })
    open.push(() => client.close())
    const claims: Array<string> = []
    const server = createServer(async (request, response) => {
      const raw = { headers: request.headers, body: await bytesOf(request) }
      const isToken = request.url?.endsWith(client.tokenEndpoint.path)
      const reply = isToken
        ? await client.tokenEndpoint.answer(raw)
        : await client.notifications.read(raw).then(
            ({ claimedStatus, authenticity }) => {
              claims.push(`${claimedStatus}, proven: ${authenticity}`)
              return client.notifications.reply("accepted")
            },
            () => client.notifications.reply("rejected"),
          )
      response.writeHead(reply.status, reply.headers).end(reply.body)
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    open.push(() => new Promise((resolve) => void server.close(() => resolve())))
    const { port } = server.address() as AddressInfo
    await sandbox.control.snap.setCallbackUrl("bri", `http://127.0.0.1:${port}/snap/v1.1/qr/qr-mpm-notify`)
    const { ref } = await client.create({ amount: 25_000, externalId: "order-1" })
    await sandbox.control.pay(ref.paymentId)
    await sandbox.control.callbacks.idle()
    expect(claims).toEqual(["paid, proven: none"])
    expect(await sandbox.control.callbacks.attempts()).toMatchObject([{ outcome: "accepted" }])
  })
})
