import { type TracingOptions, tracerOf } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { AlsoMeasure } from "../reading/measure.js"
import { instrumentsOver } from "./instruments-over.js"
import type { MeterProvider } from "./meter-provider.js"

/** Who hears of what payments do. Default: nobody, which also costs nothing. */
export interface ObservedOptions extends TracingOptions {
  /** Receives every metric, for whoever uses OpenTelemetry: a provider of `@opentelemetry/api` as it stands. */
  readonly meterProvider?: MeterProvider
}

/** What verbs and background work run in. */
export interface Observed {
  readonly context: Context.Context<never>
  /** Looks at health whenever measurements are collected. Gives what ends it. */
  watch(health: () => Promise<unknown>): () => void
}

const nobody = () => () => undefined

/** Throws `InvalidConfiguration` where two tracers were set. */
export const observed = ({ meterProvider, ...tracing }: ObservedOptions): Observed => {
  const tracer = tracerOf(tracing)
  const traced =
    tracer === undefined ? Context.make(References.TracerEnabled, false) : Context.make(Tracer.Tracer, tracer)
  if (meterProvider === undefined) return { context: traced, watch: nobody }
  const { measure, watch } = instrumentsOver(meterProvider)
  return { context: Context.add(traced, AlsoMeasure, measure), watch }
}
