import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { layer, type Zipay } from "./provider.js"
import { VARIABLES } from "./variables.js"

export { VARIABLES as layerConfigVariables }

/** Zipay as a layer, configured by the `ZIPAY_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Zipay | QrisProvider, InvalidConfiguration, Transport> = Layer.unwrap(
  Effect.map(configurationFromEnvironment("zipay", VARIABLES, decodeConfig), (config) => layer(config)),
)
