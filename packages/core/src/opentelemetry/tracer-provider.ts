/**
 * What is used of a `TracerProvider` of `@opentelemetry/api` 1: that package's own fits as it stands, and nobody needs
 * it for these types.
 */
export interface TracerProvider {
  /** The tracer of a library. */
  getTracer(name: string, version?: string): OpenTelemetryTracer
}

/** A tracer of OpenTelemetry. Without a context a span's parent is whatever span is active where it starts. */
export interface OpenTelemetryTracer {
  /** Starts a span. */
  startSpan(name: string, options?: SpanOptions, context?: TraceContext): OpenTelemetrySpan
}

/** How a span starts. `kind` counts as OpenTelemetry's `SpanKind`; times are seconds and nanoseconds since 1970. */
export interface SpanOptions {
  kind?: number
  startTime?: [number, number]
  root?: boolean
  links?: Array<{ context: SpanContext; attributes?: Record<string, SpanAttribute> }>
}

/** What an attribute may hold. */
export type SpanAttribute = string | number | boolean

/** Which span it is, across processes. */
export interface SpanContext {
  traceId: string
  spanId: string
  /** Bit 0: it is recorded. */
  traceFlags: number
}

/** A span of OpenTelemetry. */
export interface OpenTelemetrySpan {
  /** Which span it is. */
  spanContext(): SpanContext
  /** Says something about what the span stands for. */
  setAttribute(key: string, value: SpanAttribute): unknown
  /** Says that something happened within it. */
  addEvent(name: string, attributes?: Record<string, SpanAttribute>, time?: [number, number]): unknown
  /** `code` counts as OpenTelemetry's `SpanStatusCode`. */
  setStatus(status: { code: number; message?: string }): unknown
  /** Ends it, now or at a time. */
  end(time?: [number, number]): void
}

/** What a span is started in: values by their keys. */
export interface TraceContext {
  /** The value of a key. */
  getValue(key: symbol): unknown
  /** A context like it, with another value. */
  setValue(key: symbol, value: unknown): TraceContext
  /** A context like it, without a value. */
  deleteValue(key: symbol): TraceContext
}
