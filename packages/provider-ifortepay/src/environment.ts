import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { type Ifortepay, layer } from "./provider.js"
import { VARIABLES } from "./variables.js"

export { VARIABLES as layerConfigVariables }

/** iFortepay as a layer, configured by the `IFORTEPAY_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Ifortepay | QrisProvider, InvalidConfiguration, Transport> =
  Layer.unwrap(
    Effect.map(configurationFromEnvironment("ifortepay", VARIABLES, decodeConfig), (config) => layer(config)),
  )
