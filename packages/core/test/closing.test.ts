import { once } from "node:events"
import { setImmediate } from "node:timers/promises"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it, onTestFinished } from "vitest"
import { decodeConfiguration } from "../src/configuration.js"
import {
  Cancellation,
  type Cancels,
  PaymentRef,
  type QrisProvider,
  Refund,
  type Refunds,
} from "../src/index.js"
import {
  type FrontDoorOptions,
  openAccounts,
  openClient,
  openFrontDoor,
  type PromiseProvider,
} from "../src/promise.js"
import { Beginnable } from "../src/provider-kit/without-fiber.js"
import { untraced, verbFor, verbsOf } from "../src/provider-kit.js"
import type { OpenTransport } from "../src/transport.js"
import { openTransport as openFetch } from "../src/transport-fetch.js"
import { openTransport } from "../src/transport-undici.js"
import { makeContoh } from "./support/contoh-provider.js"
import { httpAnswer, type Received, serveRaw } from "./support/raw-server.js"
import { recordingTracer } from "./support/recording-tracer.js"

const paid = httpAnswer('{"id":"p-1","state":"PAID","amount":"25000"}')
const request = { amount: 25_000, externalId: "order-1001-1" }
const ref = new PaymentRef({
  provider: "contoh",
  paymentId: "p-1",
  externalId: "order-1001-1",
  orderId: "order-1001-1",
})

const said = { ref, providerStatus: "OK", raw: {} }

/** Its create asks first, as one that logs in does; the others answer at once. */
const makeAsking = (url: string) =>
  Effect.map(makeContoh(url), (base): QrisProvider & Cancels & Refunds => ({
    ...base,
    ...verbsOf(
      { account: undefined },
      {
        create: verbFor(
          { span: "Contoh.create", provider: "contoh", operation: "create" },
          untraced(function* (_: object, input: Parameters<QrisProvider["create"]>[0]) {
            yield* base.inquire(ref)
            return yield* base.create(input)
          }),
        ),
      },
    ),
    cancel: () => Effect.succeed(new Cancellation({ ...said, status: "canceled" })),
    refund: () => Effect.succeed(new Refund({ ...said, externalId: "r-1", status: "succeeded" })),
    inquireRefund: () => Effect.succeed(undefined),
  }))

const open = (url: string, options: FrontDoorOptions = {}, opening: () => OpenTransport = openTransport) => {
  const client = openClient<QrisProvider & Cancels & Refunds, typeof request>(
    makeAsking(url),
    options,
    opening,
  )
  onTestFinished(client.close)
  return client
}

/** A server that answers when it is told to. */
const slowServer = async () => {
  const waiting: Array<Received> = []
  const server = await serveRaw((received) => waiting.push(received))
  /** Answers the next request, once it is there. */
  const answer = async (text = paid): Promise<void> => {
    if (waiting.length === 0) await server.nextRequest()
    waiting.shift()?.socket.write(text)
  }
  return { ...server, answer }
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("it should have been rejected"),
    (error: unknown) => error,
  )

const closed = (operation: string) => ({
  _tag: "QrisError",
  operation,
  outcome: "not_sent",
  reason: { _tag: "NetworkFailure", description: "the client was closed before the call" },
})

const TRACED = [
  ["untraced", {}],
  ["traced", { tracer: recordingTracer().tracer }],
] as const

describe("closing a client", () => {
  it("frees the connections of the default transport", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const client = open(server.url)
    const sent = server.nextRequest()
    await client.create(request)
    const ended = once((await sent).socket, "close")
    await client.close()
    await ended
  })

  it("leaves open a transport that it was given", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { transport, close } = openTransport()
    onTestFinished(close)
    const client = open(server.url, { transport })
    await client.create(request)
    await client.close()
    expect((await client.inquire(ref)).status).toBe("paid")
    expect(server.sockets).toHaveLength(1)
  })

  it.each(TRACED)("waits for a call whose first of two requests is on the wire, %s", async (_, options) => {
    const server = await slowServer()
    const client = open(server.url, options)
    const asked = server.nextRequest()
    const created = client.create(request)
    await asked
    let isClosed = false
    const closing = client.close().then(() => {
      isClosed = true
    })
    const next = server.nextRequest()
    await server.answer()
    await next
    expect(isClosed).toBe(false)
    await server.answer()
    expect(await created).toMatchObject({ status: "paid" })
    await closing
    await client.close()
  })

  it("waits for an inquiry that is repeated after a pause", async () => {
    const server = await slowServer()
    const client = open(server.url)
    const asked = server.nextRequest()
    const inquired = client.inquire(ref)
    await asked
    const closing = client.close()
    await server.answer(httpAnswer("{}", { status: "503 Later" }))
    await server.answer()
    expect(await inquired).toMatchObject({ status: "paid" })
    await closing
  })

  it("waits for calls that fail, and for those that are given up", async () => {
    const server = await slowServer()
    const client = open(server.url)
    const controller = new AbortController()
    const asked = server.nextRequest()
    const given = rejection(client.inquire(ref, { signal: controller.signal }))
    await asked
    const failed = rejection(client.create(request))
    const closing = client.close()
    controller.abort()
    expect(await given).toMatchObject({ name: "AbortError" })
    await server.answer()
    await server.answer(httpAnswer("{}", { status: "401 No" }))
    expect(await failed).toMatchObject({ reason: { _tag: "Unauthorized" } })
    await closing
  })

  it.each([
    ["untraced", {}, openTransport],
    ["traced", { tracer: recordingTracer().tracer }, openTransport],
    ["over fetch", {}, openFetch],
  ] as const)("refuses every further call, and sends nothing, %s", async (_, options, opening) => {
    const server = await slowServer()
    const client = open(server.url, options, opening)
    const asked = server.nextRequest()
    const inquired = client.inquire(ref)
    await asked
    const closing = client.close()
    const refused = async () => {
      expect(await rejection(client.create(request))).toMatchObject(closed("create"))
      expect(await rejection(client.inquire(ref))).toMatchObject(closed("inquire"))
      expect(await rejection(client.cancel(ref))).toMatchObject(closed("cancel"))
      expect(await rejection(client.refund(ref, { externalId: "r-1" }))).toMatchObject(closed("refund"))
      expect(await rejection(client.inquireRefund(ref, { externalId: "r-1" }))).toMatchObject(
        closed("inquire"),
      )
    }
    await refused()
    await server.answer()
    expect(await inquired).toMatchObject({ status: "paid" })
    await closing
    await refused()
    expect(server.received).toHaveLength(1)
    expect(await rejection(client.create(request))).toHaveProperty(
      "message",
      "contoh create: The network failed: the client was closed before the call. Nothing was sent, so no payment was created and no money can move.",
    )
  })

  it("closes a default transport of whatever kind after the calls over it", async () => {
    const server = await slowServer()
    const steps: Array<string> = []
    const { transport, close } = openFetch()
    onTestFinished(close)
    // Its own close waits for nothing.
    const own = async () => {
      steps.push("closed")
    }
    const client = open(server.url, {}, () => ({ transport: { send: transport.send }, close: own }))
    const asked = server.nextRequest()
    const inquired = client.inquire(ref)
    await asked
    const closing = client.close()
    await Promise.all([
      closing,
      inquired,
      setImmediate().then(() => {
        steps.push("answering")
        return server.answer()
      }),
    ])
    expect(steps).toEqual(["answering", "closed"])
  })

  it("runs what has no verb's name, if it can", async () => {
    const door = openFrontDoor<QrisProvider, typeof request>(
      makeContoh("http://127.0.0.1:1"),
      {},
      openTransport,
    )
    const settle = door.promised({ settle: (to: string) => Effect.succeed(`settled to ${to}`) }, "settle")
    await door.client.close()
    expect(await settle("toko-17")).toBe("settled to toko-17")
    expect(await door.run(Effect.succeed(7))).toBe(7)
  })

  it("does not wait for a call that broke as it began", async () => {
    class Broken extends Beginnable<never, never> {
      begin(): void {
        throw new Error("broken")
      }
      asEffect(): Effect.Effect<never> {
        return Effect.never
      }
    }
    const door = openFrontDoor<QrisProvider, typeof request>(
      makeContoh("http://127.0.0.1:1"),
      {},
      openTransport,
    )
    expect(await rejection(door.run(new Broken()))).toEqual(new Error("broken"))
    await door.client.close()
  })
})

describe("closing a transport of one's own", () => {
  it.each([
    ["undici", openTransport],
    ["fetch", openFetch],
  ])("waits for the calls of the clients over it, and lets them begin no more: %s", async (_, opening) => {
    const server = await slowServer()
    const { transport, close } = opening()
    const clients = [open(server.url, { transport }), open(server.url, { transport })] as const
    const asked = server.nextRequest()
    const created = clients[0].create(request)
    await asked
    const closing = close()
    expect(await rejection(clients[1].inquire(ref))).toMatchObject(closed("inquire"))
    await server.answer()
    await server.answer()
    expect(await created).toMatchObject({ status: "paid" })
    await closing
    await close()
  })
})

describe("closing many accounts", () => {
  it.each(TRACED)(
    "waits for the calls of each, and refuses further ones by its name, %s",
    async (_, options) => {
      const server = await slowServer()
      const Config = Schema.Struct({ baseUrl: Schema.String })
      const accounts = openAccounts<
        typeof Config.Encoded,
        typeof Config.Type,
        QrisProvider,
        PromiseProvider<QrisProvider, typeof request>
      >(
        { ...options, load: () => ({ baseUrl: server.url }) },
        {
          provider: "contoh",
          decode: decodeConfiguration("contoh", Config),
          isSame: Schema.toEquivalence(Config),
          open: ({ baseUrl }, shared) =>
            openFrontDoor<QrisProvider, typeof request>(
              Effect.map(makeContoh(baseUrl), (base) => ({
                ...base,
                ...verbsOf(
                  { account: shared.account },
                  {
                    create: (_merchant: object, input: Parameters<QrisProvider["create"]>[0]) =>
                      Effect.andThen(base.inquire(ref), base.create(input)),
                  },
                ),
              })),
              shared,
              () => expect.unreachable("every account brings the transport that all share"),
            ).client,
        },
        openTransport,
      )
      onTestFinished(accounts.close)
      const [one, other] = [await accounts.account("toko-1"), await accounts.account("toko-2")]
      const asked = server.nextRequest()
      const created = one.create(request)
      await asked
      const closing = accounts.close()
      expect(await rejection(other.create(request))).toMatchObject({ ...closed("create"), account: "toko-2" })
      expect(await rejection(other.inquire(ref))).toMatchObject({ ...closed("inquire"), account: "toko-2" })
      await server.answer()
      await server.answer()
      expect(await created).toMatchObject({ status: "paid" })
      await closing
    },
  )
})
