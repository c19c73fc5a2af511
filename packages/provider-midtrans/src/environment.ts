import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { layer, type Midtrans } from "./provider.js"

/** The environment variables that `layerConfig` reads. */
export const layerConfigVariables = {
  serverKey: "MIDTRANS_SERVER_KEY",
  environment: "MIDTRANS_ENVIRONMENT",
  baseUrl: "MIDTRANS_BASE_URL",
  acquirer: "MIDTRANS_ACQUIRER",
} as const

/** Midtrans as a layer, configured by the `MIDTRANS_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Midtrans | QrisProvider, InvalidConfiguration, Transport> =
  Layer.unwrap(
    Effect.map(configurationFromEnvironment("midtrans", layerConfigVariables, decodeConfig), (config) =>
      layer(config),
    ),
  )
