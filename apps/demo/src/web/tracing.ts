import { FetchHttpClient } from "effect/http"
import * as Layer from "effect/Layer"
import { OtlpSerialization, OtlpTracer } from "effect/observability"
import * as References from "effect/References"

/** Spans go to a collector where there is one (OTLP over HTTP, as JSON). Elsewhere none are made. */
export const tracingTo = (endpoint: string | undefined): Layer.Layer<never> =>
  endpoint === undefined
    ? Layer.succeed(References.TracerEnabled, false)
    : OtlpTracer.layer({
        url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
        resource: { serviceName: "qriskit-demo" },
      }).pipe(Layer.provide(OtlpSerialization.layerJson), Layer.provide(FetchHttpClient.layer))
