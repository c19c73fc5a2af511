import type { Measure, Measured } from "../reading/measure.js"
import { LAG_BOUNDARIES, METRICS } from "../reading/metrics.js"
import type { Meter, MeterProvider, ObservableResult } from "./meter-provider.js"

/** Takes one value of one metric. */
type Take = (value: number, attributes: Record<string, string>) => void

/** Instruments of OpenTelemetry, for whatever is measured. */
export interface Instruments {
  readonly measure: Measure
  /** Looks at health whenever measurements are collected, so that its gauges are of that moment. Gives what ends it. */
  watch(health: () => Promise<unknown>): () => void
}

/** What is looked at by `watch`, and so measured there. */
const WATCHED = METRICS.databaseUp

const describedAs = ({ description }: Measured) => (description === undefined ? {} : { description })

const instrument = (meter: Meter, metric: Measured): Take => {
  if (metric.type === "Counter") {
    const counter = meter.createCounter(metric.id, describedAs(metric))
    return (value, attributes) => counter.add(value, attributes)
  }
  const advice = { explicitBucketBoundaries: [...LAG_BOUNDARIES] }
  const recording =
    metric.type === "Gauge"
      ? meter.createGauge(metric.id, describedAs(metric))
      : meter.createHistogram(metric.id, { ...describedAs(metric), advice })
  return (value, attributes) => recording.record(value, attributes)
}

/** Hands every measurement to instruments of the scope `qriskit`, which are made when they are first needed. */
export const instrumentsOver = (provider: MeterProvider): Instruments => {
  const meter = provider.getMeter("qriskit")
  const instruments = new Map<string, Take>()
  return {
    measure: (metric, attributes, value) => {
      if (metric.id === WATCHED.id) return
      const take = instruments.get(metric.id) ?? instrument(meter, metric)
      instruments.set(metric.id, take)
      take(value, { ...attributes })
    },
    watch: (health) => {
      const gauge = meter.createObservableGauge(WATCHED.id, describedAs(WATCHED))
      const look = async (result: ObservableResult) => {
        const isUp = await health().then(
          () => true,
          () => false,
        )
        result.observe(isUp ? 1 : 0)
      }
      gauge.addCallback(look)
      return () => gauge.removeCallback(look)
    },
  }
}
