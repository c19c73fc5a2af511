import * as Context from "effect/Context"
import type * as Metric from "effect/Metric"

/** Which metric a value belongs to. */
export type Measured = Pick<Metric.Metric<number, unknown>, "id" | "type" | "description">

/** Takes a measurement. */
export type Measure = (metric: Measured, attributes: Readonly<Record<string, string>>, value: number) => void

/** Who takes measurements beside Effect's own registry: meters of OpenTelemetry, where they were given. */
export const AlsoMeasure: Context.Reference<Measure | undefined> = Context.Reference<Measure | undefined>(
  "@qriskit/payments/AlsoMeasure",
  { defaultValue: () => undefined },
)
