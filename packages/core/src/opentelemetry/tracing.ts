import type * as Tracer from "effect/Tracer"
import { InvalidConfiguration } from "../configuration.js"
import { tracerOver } from "./tracer-over.js"
import type { TracerProvider } from "./tracer-provider.js"

/** Who hears of every verb, of promise doors. Default: nobody, which also costs nothing. */
export interface TracingOptions {
  /** Receives a span for every verb. */
  readonly tracer?: Tracer.Tracer
  /**
   * The same for whoever uses OpenTelemetry: a provider of `@opentelemetry/api` as it stands. A verb's span lies below
   * the one that is active where the verb is called. Not together with `tracer`.
   */
  readonly tracerProvider?: TracerProvider
}

/** The tracer that was set, in either way. Throws `InvalidConfiguration` where both are. */
export const tracerOf = ({ tracer, tracerProvider }: TracingOptions): Tracer.Tracer | undefined => {
  // Callers without types may say with null that there is none.
  if (tracerProvider === undefined || tracerProvider === null) return tracer ?? undefined
  if (tracer === undefined || tracer === null) return tracerOver(tracerProvider)
  const issue = { path: "tracerProvider", message: "cannot be set together with tracer" }
  throw new InvalidConfiguration({ provider: "tracing", issues: [issue] })
}
