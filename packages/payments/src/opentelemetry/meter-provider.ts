/**
 * What is used of a `MeterProvider` of `@opentelemetry/api` 1.9: that package's own fits as it stands, and nobody needs it
 * for these types.
 */
export interface MeterProvider {
  /** The meter of a library. */
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
  /** An instrument that adds up. */
  createCounter(name: string, options?: InstrumentOptions): Adding
  /** An instrument that holds the last value. */
  createGauge(name: string, options?: InstrumentOptions): Recording
  /** An instrument that sorts values into buckets. */
  createHistogram(name: string, options?: InstrumentOptions): Recording
  /** A gauge that is looked at when measurements are collected. */
  createObservableGauge(name: string, options?: InstrumentOptions): Observed
}

/** A counter. */
export interface Adding {
  /** Adds to it. */
  add(value: number, attributes?: MeasuredAttributes): void
}

/** A gauge or a histogram. */
export interface Recording {
  /** Takes one value. */
  record(value: number, attributes?: MeasuredAttributes): void
}

/** What is looked at when measurements are collected. */
export interface Observed {
  /** Looks this way from now on. */
  addCallback(callback: (result: Observing) => Promise<void>): void
  /** Looks this way no longer. */
  removeCallback(callback: (result: Observing) => Promise<void>): void
}

/** Takes what was seen. */
export interface Observing {
  /** Takes the value that was seen. */
  observe(value: number, attributes?: MeasuredAttributes): void
}
