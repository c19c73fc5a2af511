import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import type {
  OpenTelemetrySpan,
  OpenTelemetryTracer,
  SpanAttribute,
  SpanContext,
  TraceContext,
  TracerProvider,
} from "./tracer-provider.js"

/** OpenTelemetry's `SpanKind`. */
const KINDS: Readonly<Record<Tracer.SpanKind, number>> = {
  internal: 0,
  server: 1,
  client: 2,
  producer: 3,
  consumer: 4,
}

const [OK, ERROR] = [1, 2]

/**
 * Where OpenTelemetry keeps a context's span. Its API asks for this key by `Symbol.for`, so that several copies of it
 * agree: so does this, without a copy.
 */
const SPAN = Symbol.for("OpenTelemetry Context Key SPAN")

/** A context in which a span is active, and nothing else is set. */
const contextWith = (values: ReadonlyMap<symbol, unknown>): TraceContext => ({
  getValue: (key) => values.get(key),
  setValue: (key, value) => contextWith(new Map(values).set(key, value)),
  deleteValue: (key) => contextWith(new Map([...values].filter(([other]) => other !== key))),
})

const timeOf = (nanos: bigint): [number, number] => [
  Number(nanos / 1_000_000_000n),
  Number(nanos % 1_000_000_000n),
]

const attributeOf = (value: unknown): SpanAttribute =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : String(value)

const attributesOf = (values: Readonly<Record<string, unknown>> = {}): Record<string, SpanAttribute> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, attributeOf(value)]))

const contextOf = (span: Tracer.AnySpan): SpanContext => ({
  traceId: span.traceId,
  spanId: span.spanId,
  traceFlags: span.sampled ? 1 : 0,
})

/** What a failed span says: a typed error's own sentence. A defect may hold anything, so it is only named. */
const failureOf = (cause: Cause.Cause<unknown>): string => {
  if (Cause.hasInterruptsOnly(cause)) return "given up"
  const isTyped = cause.reasons.some(Cause.isFailReason)
  const thrown = Cause.squash(cause)
  if (!(thrown instanceof Error)) return "failed"
  return isTyped ? thrown.message : thrown.name
}

/** A span that is one of OpenTelemetry's. */
class BridgedSpan implements Tracer.Span {
  readonly _tag = "Span"
  readonly spanId: string
  readonly traceId: string
  readonly sampled: boolean
  readonly name: string
  readonly parent: Option.Option<Tracer.AnySpan>
  readonly annotations: Tracer.Span["annotations"]
  readonly links: Array<Tracer.SpanLink>
  readonly kind: Tracer.SpanKind
  readonly attributes = new Map<string, unknown>()
  readonly #span: OpenTelemetrySpan
  status: Tracer.SpanStatus

  constructor(tracer: OpenTelemetryTracer, options: Parameters<Tracer.Tracer["span"]>[0]) {
    this.name = options.name
    this.parent = options.root ? Option.none() : options.parent
    this.annotations = options.annotations
    this.links = options.links
    this.kind = options.kind
    this.status = { _tag: "Started", startTime: options.startTime }
    const settings = {
      kind: KINDS[options.kind],
      root: options.root,
      startTime: timeOf(options.startTime),
      links: options.links.map(({ span, attributes }) => ({
        context: contextOf(span),
        attributes: attributesOf(attributes),
      })),
    }
    this.#span = Option.match(this.parent, {
      onNone: () => tracer.startSpan(options.name, settings),
      onSome: (parent) =>
        tracer.startSpan(options.name, settings, contextWith(new Map([[SPAN, activeSpanOf(parent)]]))),
    })
    const { traceId, spanId, traceFlags } = this.#span.spanContext()
    this.traceId = traceId
    this.spanId = spanId
    this.sampled = (traceFlags & 1) === 1
  }

  get span(): OpenTelemetrySpan {
    return this.#span
  }

  attribute(key: string, value: unknown): void {
    this.attributes.set(key, value)
    this.#span.setAttribute(key, attributeOf(value))
  }

  event(name: string, startTime: bigint, attributes?: Record<string, unknown>): void {
    this.#span.addEvent(name, attributesOf(attributes), timeOf(startTime))
  }

  addLinks(links: ReadonlyArray<Tracer.SpanLink>): void {
    this.links.push(...links)
  }

  end(endTime: bigint, exit: Exit.Exit<unknown, unknown>): void {
    this.status = { _tag: "Ended", startTime: this.status.startTime, endTime, exit }
    this.#span.setStatus(
      Exit.isSuccess(exit) ? { code: OK } : { code: ERROR, message: failureOf(exit.cause) },
    )
    this.#span.end(timeOf(endTime))
  }
}

/** A parent as OpenTelemetry knows it: its own span, or the ids of one that was started elsewhere. */
const activeSpanOf = (parent: Tracer.AnySpan): Pick<OpenTelemetrySpan, "spanContext"> =>
  parent instanceof BridgedSpan ? parent.span : { spanContext: () => contextOf(parent) }

/**
 * A tracer whose spans are OpenTelemetry's: of the scope `qriskit`, below whatever span is active
 * where a verb is called.
 */
export const tracerOver = (provider: TracerProvider): Tracer.Tracer => {
  const tracer = provider.getTracer("qriskit")
  return Tracer.make({ span: (options) => new BridgedSpan(tracer, options) })
}
