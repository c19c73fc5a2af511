import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { layer, type Zipay } from "./provider.js"

/** The environment variables that `layerConfig` reads. */
export const layerConfigVariables = {
  userId: "ZIPAY_USER_ID",
  password: "ZIPAY_PASSWORD",
  merchantId: "ZIPAY_MERCHANT_ID",
  merchantKey: "ZIPAY_MERCHANT_KEY",
  baseUrl: "ZIPAY_BASE_URL",
  emulatorUrl: "ZIPAY_EMULATOR_URL",
  callbackSecret: "ZIPAY_CALLBACK_SECRET",
} as const

/** Zipay as a layer, configured by the `ZIPAY_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Zipay | QrisProvider, InvalidConfiguration, Transport> = Layer.unwrap(
  Effect.map(configurationFromEnvironment("zipay", layerConfigVariables, decodeConfig), (config) =>
    layer(config),
  ),
)
