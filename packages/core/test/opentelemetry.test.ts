import { context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api"
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks"
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { InvalidConfiguration } from "../src/configuration.js"
import { tracerOf } from "../src/opentelemetry/tracing.js"
import type { CreatePayment } from "../src/payment.js"
import { openFrontDoor } from "../src/promise.js"
import type { QrisProvider } from "../src/provider.js"
import { openTransport } from "../src/transport-undici.js"
import { makeContoh } from "./support/contoh-provider.js"
import { httpAnswer, serveRaw } from "./support/raw-server.js"
import { recordingTracer } from "./support/recording-tracer.js"

const exporter = new InMemorySpanExporter()
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => context.disable())
afterEach(() => exporter.reset())

const finished = () => exporter.getFinishedSpans()

const open = (url: string) => {
  const options = { tracerProvider }
  const { client } = openFrontDoor<QrisProvider, (typeof CreatePayment)["Encoded"]>(
    makeContoh(url),
    options,
    openTransport,
  )
  onTestFinished(client.close)
  return client
}

const request = { amount: 25_000, externalId: "order-1001-1" }

/** Does something while a span of the host's own is active, as its web framework has it. */
const within = <A>(act: (span: Span) => Promise<A>): Promise<A> =>
  tracerProvider.getTracer("host").startActiveSpan("POST /orders", async (span) => {
    try {
      return await act(span)
    } finally {
      span.end()
    }
  })

const traced = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.runPromiseExit(
    Effect.provideService(effect, Tracer.Tracer, tracerOf({ tracerProvider }) ?? recordingTracer().tracer),
  )

describe("a TracerProvider of OpenTelemetry, as it stands", () => {
  it("receives a span for every verb, below the one that is active where the verb is called", async () => {
    const server = await serveRaw(({ socket }) =>
      socket.write(httpAnswer('{"id":"p-1","state":"PAID","amount":"25000"}')),
    )
    const client = open(server.url)
    const host = await within(async (span) => {
      await client.create(request)
      return span.spanContext()
    })
    const [created, own] = finished()
    expect(own?.name).toBe("POST /orders")
    expect(created).toMatchObject({
      name: "Contoh.create",
      instrumentationScope: { name: "qriskit" },
      parentSpanContext: { spanId: host.spanId, traceId: host.traceId },
      status: { code: SpanStatusCode.OK },
      attributes: { "qris.provider": "contoh", "qris.outcome": "answered", "qris.status": "paid" },
    })
    expect(created?.spanContext().traceId).toBe(host.traceId)
  })

  it("hears what failed, in the error's own words and without a secret", async () => {
    const server = await serveRaw(({ socket }) =>
      socket.write(httpAnswer("hunter2-is-the-password", { status: "401 No" })),
    )
    await open(server.url)
      .create(request)
      .catch(() => undefined)
    const [failed] = finished()
    expect(failed?.status.code).toBe(SpanStatusCode.ERROR)
    expect(failed?.status.message).toContain("contoh create:")
    expect(failed?.attributes).toMatchObject({ "qris.reason": "Unauthorized", "qris.outcome": "refused" })
    expect(JSON.stringify([failed?.status, failed?.attributes, failed?.events])).not.toContain("hunter2")
  })

  it("gives no sentence of a defect, which may hold anything", async () => {
    await traced(Effect.withSpan(Effect.die(new TypeError("hunter2")), "Contoh.create"))
    await traced(Effect.withSpan(Effect.die("hunter2"), "Contoh.create"))
    await traced(Effect.withSpan(Effect.interrupt, "Contoh.create"))
    expect(finished().map(({ status }) => status.message)).toEqual(["TypeError", "failed", "given up"])
  })

  it("has spans within spans, with their kinds, events, links and times", async () => {
    const link = Tracer.externalSpan({
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
    })
    await traced(
      Effect.succeed("sent").pipe(
        Effect.withSpan("send", { kind: "client", links: [{ span: link, attributes: { why: "resent" } }] }),
        Effect.withSpan("create"),
      ),
    )
    const [inner, outer] = finished()
    expect(inner).toMatchObject({ name: "send", kind: SpanKind.CLIENT })
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
    expect(inner?.links).toMatchObject([
      { context: { spanId: "b7ad6b7169203331" }, attributes: { why: "resent" } },
    ])
    expect(inner?.startTime[0]).toBeGreaterThanOrEqual(outer?.startTime[0] ?? Number.POSITIVE_INFINITY)
  })

  it("goes on from a span that was started in another process", async () => {
    const parent = Tracer.externalSpan({
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      sampled: true,
    })
    await traced(Effect.withSpan(Effect.void, "create", { parent }))
    expect(finished()[0]?.spanContext().traceId).toBe(parent.traceId)
    expect(finished()[0]?.parentSpanContext?.spanId).toBe(parent.spanId)
  })

  it("leaves the host's span alone where a verb is its own root", async () => {
    await within(() => traced(Effect.withSpan(Effect.void, "create", { root: true })))
    expect(finished()[0]?.parentSpanContext).toBeUndefined()
  })

  it("is refused beside a tracer of Effect's, by name", () => {
    const { tracer } = recordingTracer()
    expect(() => tracerOf({ tracer, tracerProvider })).toThrow(InvalidConfiguration)
    expect(() => tracerOf({ tracer, tracerProvider })).toThrow(
      /tracerProvider cannot be set together with tracer/,
    )
  })

  it("fits the API's own types and its provider that does nothing", async () => {
    const tracer = tracerOf({ tracerProvider: trace.getTracerProvider() })
    expect(tracer?.span).toBeTypeOf("function")
  })
})
