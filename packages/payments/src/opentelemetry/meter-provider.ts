/**
 * What is used of a `MeterProvider` of `@opentelemetry/api` 1.9: that package's own fits as it stands, and nobody needs
 * it for these types.
 */
export interface MeterProvider {
  /** The meter of a library. */
  getMeter(name: string, version?: string): Meter
}

/** How an instrument is described. */
export interface MetricOptions {
  description?: string
  unit?: string
  /** Bounds of a histogram's buckets. */
  advice?: { explicitBucketBoundaries?: Array<number> }
}

/** Attributes of a measurement. */
export type MetricAttributes = Record<string, string>

/** A meter of OpenTelemetry. */
export interface Meter {
  /** An instrument that adds up. */
  createCounter(name: string, options?: MetricOptions): Counter
  /** An instrument that holds the last value. */
  createGauge(name: string, options?: MetricOptions): Gauge
  /** An instrument that sorts values into buckets. */
  createHistogram(name: string, options?: MetricOptions): Histogram
  /** A gauge that is looked at when measurements are collected. */
  createObservableGauge(name: string, options?: MetricOptions): ObservableGauge
}

/** Adds up. */
export interface Counter {
  /** Adds to it. */
  add(value: number, attributes?: MetricAttributes): void
}

/** Holds the last value. */
export interface Gauge {
  /** Takes one value. */
  record(value: number, attributes?: MetricAttributes): void
}

/** Sorts values into buckets. */
export interface Histogram {
  /** Takes one value. */
  record(value: number, attributes?: MetricAttributes): void
}

/** Is looked at when measurements are collected. */
export interface ObservableGauge {
  /** Looks this way from now on. */
  addCallback(callback: (result: ObservableResult) => Promise<void>): void
  /** Looks this way no longer. */
  removeCallback(callback: (result: ObservableResult) => Promise<void>): void
}

/** Takes what was seen. */
export interface ObservableResult {
  /** Takes the value that was seen. */
  observe(value: number, attributes?: MetricAttributes): void
}
