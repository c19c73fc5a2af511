import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { layer, type Xendit } from "./provider.js"

/** The environment variables that `layerConfig` reads. */
export const layerConfigVariables = {
  secretKey: "XENDIT_SECRET_KEY",
  callbackToken: "XENDIT_CALLBACK_TOKEN",
  baseUrl: "XENDIT_BASE_URL",
  forUserId: "XENDIT_FOR_USER_ID",
  qrCheck: "XENDIT_QR_CHECK",
} as const

/** Xendit as a layer, configured by the `XENDIT_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Xendit | QrisProvider, InvalidConfiguration, Transport> = Layer.unwrap(
  Effect.map(configurationFromEnvironment("xendit", layerConfigVariables, decodeConfig), (config) =>
    layer(config),
  ),
)
