/**
 * What is used of a `MeterProvider` of `@opentelemetry/api` 1.9: that package's own fits as it stands, and nobody needs it
 * for these types.
 */
export interface MeterProvider {
  getMeter(name: string, version?: string): Meter
}

/** How an instrument is described. */
export interface InstrumentOptions {
  description?: string
  unit?: string
  /** Bounds of a histogram's buckets. */
  advice?: { explicitBucketBoundaries?: Array<number> }
}

/** Attributes of a measurement. */
export type MeasuredAttributes = Record<string, string>

/** A meter of OpenTelemetry. */
export interface Meter {
  createCounter(name: string, options?: InstrumentOptions): Adding
  createGauge(name: string, options?: InstrumentOptions): Recording
  createHistogram(name: string, options?: InstrumentOptions): Recording
  createObservableGauge(name: string, options?: InstrumentOptions): Observed
}

/** A counter. */
export interface Adding {
  add(value: number, attributes?: MeasuredAttributes): void
}

/** A gauge or a histogram. */
export interface Recording {
  record(value: number, attributes?: MeasuredAttributes): void
}

/** What is looked at when measurements are collected. */
export interface Observed {
  addCallback(callback: (result: Observing) => Promise<void>): void
  removeCallback(callback: (result: Observing) => Promise<void>): void
}

/** Takes what was seen. */
export interface Observing {
  observe(value: number, attributes?: MeasuredAttributes): void
}
