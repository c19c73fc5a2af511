import { getEventListeners, once } from "node:events"
import * as Effect from "effect/Effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { QrisError } from "../src/error.js"
import { type CreatePayment, Payment, PaymentRef } from "../src/payment.js"
import { type CallOptions, type FrontDoorOptions, openFrontDoor } from "../src/promise.js"
import type { QrisProvider } from "../src/provider.js"
import { InvalidNotification } from "../src/reason.js"
import { openTransport } from "../src/transport-undici.js"
import { makeContoh } from "./support/contoh-provider.js"
import { httpAnswer, serveRaw } from "./support/raw-server.js"
import { recordingTracer } from "./support/recording-tracer.js"
import { scriptedTransport } from "./support/scripted-transport.js"

type Plain = (typeof CreatePayment)["Encoded"]

const open = (url: string, options: FrontDoorOptions = {}) => {
  const door = openFrontDoor<QrisProvider, Plain>(makeContoh(url), options, openTransport)
  onTestFinished(door.client.close)
  return door
}

const paid = httpAnswer('{"id":"p-1","state":"PAID","amount":"25000"}')
const request: Plain = { amount: 25_000, externalId: "order-1001-1" }

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => Promise.reject(new Error("it should have been rejected")),
    (error: unknown) => error,
  )

describe("the promise front door", () => {
  it("takes plain values and gives the payment of the Effect door", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { client } = open(server.url)
    const payment = await client.create(request)
    expect(payment).toBeInstanceOf(Payment)
    expect(payment).toMatchObject({ status: "paid", providerStatus: "PAID", amount: 25_000 })
    expect(client.id).toBe("contoh")
    expect(client.capabilities.title).toBe("Contoh")
  })

  it("takes a reference as it was stored", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { client } = open(server.url)
    const stored = JSON.stringify((await client.create(request)).ref)
    const payment = await client.inquire(JSON.parse(stored))
    expect(payment.ref).toBeInstanceOf(PaymentRef)
    expect(JSON.stringify(payment.ref)).toBe(stored)
  })

  it("rejects with the error of the Effect door, the same one", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}", { status: "401 No" })))
    const { client } = open(server.url)
    const error = await rejection(client.create(request))
    if (!(error instanceof QrisError)) throw error
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ operation: "create", outcome: "refused", reason: { _tag: "Unauthorized" } })

    expect(await rejection(open(server.url).run(Effect.fail(error)))).toBe(error)
  })

  it("rejects what is not a valid request, and sends nothing", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { client } = open(server.url)
    for (const wrong of [{ amount: 0.5, externalId: "" }, {}, undefined, null, "text"]) {
      // What a caller without types hands over.
      const error = await rejection(client.create(wrong as Plain))
      expect(error).toMatchObject({ outcome: "not_sent", reason: { _tag: "InvalidRequest" } })
    }
    expect(await rejection(client.inquire({ ...ref(), provider: "other" }))).toMatchObject({
      outcome: "not_sent",
    })
    expect(server.sockets).toHaveLength(0)
  })

  it.each([
    ["without a tracer", {}],
    ["with one", { tracer: recordingTracer().tracer }],
  ])("reads notifications, and rejects those that are none, %s", async (_, options) => {
    const { client } = open("http://127.0.0.1:1/", options)
    const raw = { headers: {}, body: '{"id":"p-1","order":"order-1001-1"}' }
    expect(await client.notifications.peek(raw)).toMatchObject({
      paymentId: "p-1",
      externalId: "order-1001-1",
    })
    expect(await rejection(client.notifications.peek({ ...raw, body: "" }))).toBeInstanceOf(QrisError)
    expect(await rejection(client.notifications.read(raw))).toBeInstanceOf(QrisError)
    expect(client.notifications.reply("accepted")).toMatchObject({ status: 200 })
  })

  it("has the network of its default transport, and none beside a transport that is given", () => {
    const asked: Array<unknown> = []
    const make = makeContoh("http://127.0.0.1:1/")
    const opened = (network: unknown) => {
      asked.push(network)
      return { transport: scriptedTransport([]).transport, close: () => Promise.resolve() }
    }
    openFrontDoor(make, {}, opened)
    openFrontDoor(make, { network: { proxy: false } }, opened)
    expect(asked).toEqual([{}, { proxy: false }])
    const { transport } = scriptedTransport([])
    expect(() => openFrontDoor(make, { transport, network: {} }, opened)).toThrow(
      "network cannot be set: it is the given transport's matter",
    )
  })

  it("takes options that are null for none", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const none = { transport: null, network: null, tracer: null, tracerProvider: null, account: null }
    // What a caller without types hands over.
    const { client } = open(server.url, none as unknown as FrontDoorOptions)
    expect((await client.create(request)).status).toBe("paid")
    const { transport } = scriptedTransport([{ status: 500 }])
    const given = open(server.url, { transport, network: null } as unknown as FrontDoorOptions)
    expect(await rejection(given.client.create(request))).toMatchObject({ outcome: "unknown" })
  })

  it.each(["", "toko 17", 17, {}])(
    "throws where an account has a name that no reference can carry: %j",
    (account) => {
      let isOpened = false
      const opening = () =>
        openFrontDoor(makeContoh("http://127.0.0.1:1/"), { account } as FrontDoorOptions, () => {
          isOpened = true
          return openTransport()
        })
      expect(opening).toThrow("the client is not configured correctly: account must be 1 to 64 letters")
      expect(isOpened).toBe(false)
    },
  )

  it("rejects, and does not throw, where there is no notification at all", async () => {
    for (const options of [{}, { tracer: recordingTracer().tracer }]) {
      const { client } = open("http://127.0.0.1:1/", options)
      // @ts-expect-error A notification is missing.
      expect(await rejection(client.notifications.peek())).toMatchObject({
        reason: { _tag: "InvalidNotification", kind: "misuse" },
      })
    }
  })

  it("records what it reads where a tracer is given", async () => {
    const { tracer, spans } = recordingTracer()
    const { client } = open("http://127.0.0.1:1/", { tracer })
    await client.notifications.peek({ headers: {}, body: '{"id":"p-1","order":"order-1001-1"}' })
    expect(spans.map(({ name }) => name)).toEqual(["Contoh.notifications.peek"])
  })

  it("reads as a program's own wrapper around a provider's callbacks says", async () => {
    const refused = new QrisError({
      provider: "contoh",
      operation: "notification",
      reason: new InvalidNotification({ kind: "unauthentic", description: "the wrapper says no" }),
    })
    const wrapped = Effect.map(
      makeContoh("http://127.0.0.1:1/"),
      (provider): QrisProvider => ({
        ...provider,
        notifications: { ...provider.notifications, peek: () => Effect.fail(refused) },
      }),
    )
    const { client } = openFrontDoor<QrisProvider, Plain>(wrapped, {}, openTransport)
    onTestFinished(client.close)
    const raw = { headers: {}, body: '{"id":"p-1","order":"order-1001-1"}' }
    expect(await rejection(client.notifications.peek(raw))).toBe(refused)
  })

  it("runs further verbs of a provider", async () => {
    const { run } = open("http://127.0.0.1:1/")
    expect(await run(Effect.succeed(7))).toBe(7)
  })
})

describe("a call with a signal", () => {
  it("is given up when it aborts: the connection is closed and the promise rejects with its reason", async () => {
    const server = await serveRaw(() => {})
    const { client } = open(server.url)
    const controller = new AbortController()
    const sent = server.nextRequest()
    const error = rejection(client.create(request, { signal: controller.signal }))
    const closed = once((await sent).socket, "close")
    const reason = new Error("the customer left")
    controller.abort(reason)
    expect(await error).toBe(reason)
    await closed
  })

  it("sends nothing where it was aborted before", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { client } = open(server.url)
    const error = await rejection(client.inquire(ref(), { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ name: "AbortError" })
    expect(server.sockets).toHaveLength(0)
  })

  it("rejects with the provider's error where that came first", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}", { status: "401 No" })))
    const { client, run } = open(server.url)
    const controller = new AbortController()
    const error = await rejection(client.create(request, { signal: controller.signal }))
    if (!(error instanceof QrisError)) throw error

    const again = rejection(run(Effect.fail(error), { signal: controller.signal }))
    controller.abort()
    expect(await again).toBe(error)
  })

  it.each([
    ["no signal", { signal: null }],
    ["no options", null],
  ])("that is none in code without types hides no outcome: %s", async (_, options) => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}", { status: "500 Oh" })))
    for (const traced of [{}, { tracer: recordingTracer().tracer }]) {
      const { client, run } = open(server.url, traced)
      // What a caller without types hands over.
      const given = options as unknown as CallOptions
      expect(await rejection(client.create(request, given))).toMatchObject({ outcome: "unknown" })
      expect(await run(Effect.succeed(7), given)).toBe(7)
    }
  })

  it.each(["now", {}, new EventTarget()])(
    "that is something else is refused before anything is sent: %j",
    async (signal) => {
      const server = await serveRaw(({ socket }) => socket.write(paid))
      const { client } = open(server.url)
      const given = { signal } as unknown as CallOptions
      const error = await rejection(client.create(request, given))
      expect(error).toEqual(new TypeError("signal must be an AbortSignal; nothing was sent"))
      expect(server.sockets).toHaveLength(0)
      await client.close()
    },
  )

  it("leaves nothing listening to the signal", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { client } = open(server.url)
    const { signal } = new AbortController()
    await client.create(request, { signal })
    expect(getEventListeners(signal, "abort")).toHaveLength(0)
  })
})

describe("a tracer", () => {
  it("is given a span for every verb, and nothing secret in it", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { tracer, spans } = recordingTracer()
    const { client } = open(server.url, { tracer })
    await client.create(request)
    await rejection(client.inquire({ ...ref(), provider: "other" }))
    expect(spans.map(({ name, attributes }) => [name, Object.fromEntries(attributes)])).toEqual([
      [
        "Contoh.create",
        {
          "qris.provider": "contoh",
          "qris.operation": "create",
          "qris.external_id": "order-1001-1",
          "qris.outcome": "answered",
          "qris.status": "paid",
        },
      ],
      [
        "Contoh.inquire",
        {
          "qris.provider": "contoh",
          "qris.operation": "inquire",
          "qris.external_id": "order-1001-1",
          "qris.outcome": "not_sent",
          "qris.reason": "InvalidRequest",
        },
      ],
    ])
  })

  it("is not there unless it is given: no span is made", async () => {
    const seen = Effect.currentSpan.pipe(Effect.orDie, Effect.withSpan("Contoh.look"))
    const { tracer, spans } = recordingTracer()
    expect((await open("http://127.0.0.1:1/").run(seen)).spanId).toBe("noop")
    expect((await open("http://127.0.0.1:1/", { tracer }).run(seen)).spanId).not.toBe("noop")
    expect(spans).toHaveLength(1)
  })
})

const ref = () =>
  new PaymentRef({
    provider: "contoh",
    paymentId: "p-1",
    externalId: "order-1001-1",
    orderId: "order-1001-1",
  })
