import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeConfig } from "./config.js"
import { layer, type Xendit } from "./provider.js"
import { VARIABLES } from "./variables.js"

export { VARIABLES as layerConfigVariables }

/** Xendit as a layer, configured by the `XENDIT_*` environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig: Layer.Layer<Xendit | QrisProvider, InvalidConfiguration, Transport> = Layer.unwrap(
  Effect.map(configurationFromEnvironment("xendit", VARIABLES, decodeConfig), (config) => layer(config)),
)
