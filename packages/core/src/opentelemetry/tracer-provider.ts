/**
 * What is used of a `TracerProvider` of `@opentelemetry/api` 1: that package's own fits as it stands, and nobody needs it
 * for these types.
 */
export interface TracerProvider {
  getTracer(name: string, version?: string): OpenTelemetryTracer
}

/** A tracer of OpenTelemetry. Without a context a span's parent is whatever span is active where it starts. */
export interface OpenTelemetryTracer {
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
  spanContext(): SpanContext
  setAttribute(key: string, value: SpanAttribute): unknown
  addEvent(name: string, attributes?: Record<string, SpanAttribute>, time?: [number, number]): unknown
  /** `code` counts as OpenTelemetry's `SpanStatusCode`. */
  setStatus(status: { code: number; message?: string }): unknown
  end(time?: [number, number]): void
}

/** What a span is started in: values by their keys. */
export interface TraceContext {
  getValue(key: symbol): unknown
  setValue(key: symbol, value: unknown): TraceContext
  deleteValue(key: symbol): TraceContext
}
