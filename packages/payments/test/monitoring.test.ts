import { readFileSync } from "node:fs"
import { metrics as openTelemetry } from "@opentelemetry/api"
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics"
import { badGatewayHtml } from "@qriskit/sandbox"
import parsePrometheus from "parse-prometheus-text-format"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { endpoints } from "../src/endpoints.js"
import { CONTENT_TYPE, prometheus, prometheusText } from "../src/prometheus.js"
import type { PaymentsClient } from "../src/promise.js"
import { until as untilSoon, useProcesses } from "./support/processes.js"
import { askedIn } from "./support/promql.js"
import { openReceiver, type Receiver } from "./support/receiver.js"
import { rawOf } from "./support/world.js"

/** A machine that has much else to do may take its time. */
const until = (what: string, isDone: () => Promise<boolean>) => untilSoon(what, isDone, 50_000)

const file = (name: string) => readFileSync(new URL(`../monitoring/${name}`, import.meta.url), "utf8")

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly annotations: { readonly summary: string; readonly description: string }
}

const RULES: ReadonlyArray<Rule> = parse(file("alerts.yaml")).groups.flatMap(
  ({ rules }: { readonly rules: ReadonlyArray<Rule> }) => rules,
)

const PANELS: ReadonlyArray<{
  readonly title: string
  readonly targets: ReadonlyArray<{ readonly expr: string }>
}> = JSON.parse(file("grafana.json")).panels

const EXPRESSIONS = [
  ...RULES.map(({ alert, expr }) => [alert, expr] as const),
  ...PANELS.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
]

/** A metric as it was emitted: its labels, line by line. */
type Emitted = ReadonlyMap<string, ReadonlyArray<Readonly<Record<string, string>>>>

const emittedIn = (text: string): Emitted =>
  new Map(
    parsePrometheus(text).flatMap(({ name, type, metrics }) => {
      const lines = metrics.map(({ labels = {} }) => labels)
      return type === "HISTOGRAM"
        ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`].map((part) => [part, lines] as const)
        : [[name, lines] as const]
    }),
  )

const measured = (text: string, name: string): number =>
  Number(parsePrometheus(text).find((family) => family.name === name)?.metrics[0]?.value)

describe("what is measured", () => {
  const processes = useProcesses()
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await openReceiver()
  })
  afterAll(() => receiver?.close())

  /** Everything that is measured happens once, so that all of it is emitted. */
  const makeEverythingHappen = async (payments: PaymentsClient) => {
    const { sandbox, sell, zipay } = processes
    payments.on("paid", async ({ key }) => {
      if (key === "order-2") throw new Error("the warehouse is closed")
    })
    const taking = await payments.endpoints.add({ url: `${receiver.url}/taking`, subjects: ["opened"] })
    await payments.endpoints.add({ url: `${receiver.url}/failing`, subjects: ["paid"] })
    receiver.answer(({ path }) => (path.endsWith("/taking") ? 204 : 500))
    await sell(payments, "order-1")
    await sell(payments, "order-2")
    await until("a dead letter is there", async () => (await payments.deadLetters.list()).length > 0)
    await until("messages were given up", async () => (await payments.endpoints.deadLetters()).length === 2)
    await until(
      "messages were taken",
      async () => (await payments.endpoints.messages({ state: "delivered" })).length === 2,
    )
    receiver.answer(() => 410)
    await sell(payments, "order-3")
    await until(
      "the endpoint is gone",
      async () => !(await payments.endpoints.get(taking.endpoint.id)).isEnabled,
    )

    const elsewhere = await zipay.create({ amount: 25_000, externalId: "another-system-1" })
    await sandbox.control.pay(elsewhere.qr?.payload ?? "")
    await payments.receive("zipay", rawOf(await sandbox.control.callbacks.build(elsewhere.ref.paymentId)))
    await until("its money is found", async () => (await payments.anomalies.list()).length > 1)

    const { ref } = await payments.open({ key: "order-4", amount: 25_000, provider: "zipay" })
    const forged = rawOf(await sandbox.control.callbacks.build(ref?.paymentId ?? ""))
    await payments.receive("zipay", { ...forged, body: "{}" })
    await payments.receive("zipay", rawOf(await sandbox.control.callbacks.build(ref?.paymentId ?? "")))
    await sandbox.control.faults.script({ at: "zipay.inquire", times: 20, fault: badGatewayHtml })
    await payments.refresh("order-4").catch(() => undefined)
  }

  test("every metric and label that an alert or the board asks for is emitted, and every one is asked for", async () => {
    const payments = await processes.start({
      maxDeliveries: 1,
      endpoints: endpoints({ allowPrivate: true, allowHttp: true, ports: "any", retryMillis: [] }),
    })
    await makeEverythingHappen(payments)
    const text = await prometheusText({ payments })
    const emitted = emittedIn(text)

    const missing = EXPRESSIONS.flatMap(([where, expr]) =>
      askedIn(expr).flatMap(({ metric, labels }) => {
        const lines = emitted.get(metric)
        if (lines === undefined) return [`${where}: ${metric} is not emitted`]
        // A verdict, an outcome: whether the label is there, whatever it says just now.
        const absent = Object.keys(labels).filter((label) => !lines.some((line) => label in line))
        return absent.map((label) => `${where}: ${metric} has no ${label}`)
      }),
    )
    expect(missing).toEqual([])
    const asked = new Set(EXPRESSIONS.flatMap(([, expr]) => askedIn(expr).map(({ metric }) => metric)))
    const unasked = [...emitted.keys()].filter(
      (name) => !name.endsWith("_ms") && !/_(sum|count)$/.test(name) && !asked.has(name),
    )
    expect(unasked).toEqual([])

    expect(measured(text, "qriskit_payments_database_up")).toBe(1)
    expect(measured(text, "qriskit_payments_dead_letters_waiting")).toBe(1)
  })

  test("a meter of OpenTelemetry receives the same, and looks at health when it is collected", async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
    const meterProvider = new MeterProvider({ readers: [reader] })
    const payments = await processes.start({ meterProvider, maxDeliveries: 1 })
    payments.on("paid", () => Promise.reject(new Error("the warehouse is closed")))
    await processes.sell(payments, "order-1")
    await until("a dead letter is there", async () => (await payments.deadLetters.list()).length > 0)

    const collect = async () => {
      exporter.reset()
      await reader.forceFlush()
      return new Map(
        exporter
          .getMetrics()
          .flatMap(({ scopeMetrics }) => scopeMetrics)
          .filter(({ scope }) => scope.name === "qriskit")
          .flatMap(({ metrics }) => metrics.map((metric) => [metric.descriptor.name, metric] as const)),
      )
    }
    const collected = await collect()
    const point = (name: string) => collected.get(name)?.dataPoints[0]
    expect(point("qriskit_payments_opened")).toMatchObject({ value: 1, attributes: { provider: "zipay" } })
    expect(point("qriskit_payments_paid")).toMatchObject({ value: 1 })
    expect(point("qriskit_payments_database_up")).toMatchObject({ value: 1 })
    expect(point("qriskit_payments_dead_letters_waiting")).toMatchObject({ value: 1 })
    expect(collected.get("qriskit_payments_callback_lag_ms")).toMatchObject({
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: [{ value: { count: 1 } }],
    })

    await payments.close()
    // Nobody looks at it any more: a look at what is closed would have seen 0.
    expect((await collect()).get("qriskit_payments_database_up")?.dataPoints[0]?.value).toBe(1)
    await meterProvider.shutdown()
  })

  test("the API's own provider that does nothing fits, too", async () => {
    const payments = await processes.start({ work: false, meterProvider: openTelemetry.getMeterProvider() })
    await payments.open({ key: "order-1", amount: 25_000, provider: "zipay" })
  })
})

describe("the endpoint for Prometheus", () => {
  const down = { health: () => Promise.reject(new Error("no database")) }
  const get = (init: RequestInit = {}) => new Request("http://127.0.0.1:9464/metrics", init)

  test("answers in the text format, also while the database is down", async () => {
    const response = await prometheus({ payments: down })(get())
    expect([response.status, response.headers.get("content-type")]).toEqual([200, CONTENT_TYPE])
    parsePrometheus(await response.text())
    const head = await prometheus({ payments: down })(get({ method: "HEAD" }))
    expect([head.status, await head.text()]).toEqual([200, ""])
  })

  test("wants its token where one is set, and nothing but GET and HEAD", async () => {
    const metrics = prometheus({ payments: down, bearerToken: "a-long-random-text" })
    expect((await metrics(get())).status).toBe(401)
    expect((await metrics(get({ headers: { authorization: "Bearer another" } }))).status).toBe(401)
    expect((await metrics(get({ headers: { authorization: "Bearer a-long-random-text" } }))).status).toBe(200)
    const post = await metrics(get({ method: "POST" }))
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"])
  })
})

describe("alerts and the board", () => {
  test("are what Prometheus can read, each alert once and with what to do", () => {
    for (const [, expr] of EXPRESSIONS) expect(askedIn(expr).length, expr).toBeGreaterThan(0)
    expect(() => askedIn("sum by (provider (")).toThrow("not PromQL")
    expect(new Set(RULES.map(({ alert }) => alert)).size).toBe(RULES.length)
    for (const { alert, annotations } of RULES)
      expect([annotations.summary.length > 10, annotations.description.length > 60], alert).toEqual([
        true,
        true,
      ])
  })

  test("are the ones that the operations page names", () => {
    const page = readFileSync(new URL("../../../docs/operations/index.md", import.meta.url), "utf8")
    const named = new Set(page.match(/(?<=\| )`Qris[A-Z]\w+`(?= \|)/g))
    expect([...named].sort()).toEqual(RULES.map(({ alert }) => `\`${alert}\``).sort())
  })
})
