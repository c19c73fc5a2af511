import type { InvalidConfiguration, QrisProvider, Transport } from "@qriskit/core"
import { configurationFromEnvironment } from "@qriskit/core/provider-kit/environment"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SnapProfileInput } from "./profile.js"
import { layer } from "./provider.js"
import { decodeVariables, layerConfigVariables } from "./variables.js"

/** SNAP with one acquirer as a layer, configured by its environment variables. Fails with `InvalidConfiguration`. */
export const layerConfig = <P extends SnapProfileInput>(
  profile: P,
): Layer.Layer<QrisProvider, InvalidConfiguration, Transport> =>
  Layer.unwrap(
    Effect.map(
      configurationFromEnvironment(profile.id, layerConfigVariables(profile), decodeVariables(profile)),
      (config) => layer(config),
    ),
  )
