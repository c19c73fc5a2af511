import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { type Ifortepay, layer } from "./provider.js"

/** The environment variables that `layerConfig` reads. */
export const layerConfigVariables = {
  merchantId: "IFORTEPAY_MERCHANT_ID",
  secretUnboundId: "IFORTEPAY_SECRET_UNBOUND_ID",
  hashKey: "IFORTEPAY_HASH_KEY",
  channel: "IFORTEPAY_CHANNEL",
  environment: "IFORTEPAY_ENVIRONMENT",
  baseUrl: "IFORTEPAY_BASE_URL",
  emulatorUrl: "IFORTEPAY_EMULATOR_URL",
  createPath: "IFORTEPAY_CREATE_PATH",
  subMerchantId: "IFORTEPAY_SUB_MERCHANT_ID",
} as const

/** iFortepay as a layer, configured by the `IFORTEPAY_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Ifortepay | QrisProvider, InvalidConfiguration, Transport> =
  Layer.unwrap(
    Effect.map(configurationFromEnvironment("ifortepay", layerConfigVariables, decodeConfig), (config) =>
      layer(config),
    ),
  )
