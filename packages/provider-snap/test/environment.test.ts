import { it } from "@effect/vitest"
import { InvalidConfiguration, QrisProvider } from "@qriskit/core"
import { layer as transport } from "@qriskit/core/transport-undici"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect } from "vitest"
import { layerConfig, layerConfigVariables } from "../src/index.js"
import * as presets from "../src/presets.js"
import { acquirerKeys, merchantKeys } from "./support/merchant.js"

const ENVIRONMENT = {
  SNAP_BRI_ENVIRONMENT: "sandbox",
  SNAP_BRI_CLIENT_ID: "CLIENT-1",
  SNAP_BRI_MERCHANT_ID: "MERCHANT-1",
  SNAP_BRI_CLIENT_SECRET: "secret-of-toko-contoh",
  SNAP_BRI_PRIVATE_KEY: merchantKeys.privateKey,
  SNAP_BRI_ACQUIRER_KEYS: acquirerKeys.publicKey,
  SNAP_BRI_TERMINAL_ID: "10049258",
  SNAP_BRI_CHANNEL_ID: "95221",
  SNAP_BRI_INBOUND_CLIENT_ID: "BRI-INBOUND-1",
  SNAP_BRI_INBOUND_SECRET: "thirty-two-characters-and-some-more",
}

const titleWith = (env: Readonly<Record<string, string>>) =>
  Effect.map(QrisProvider, ({ capabilities }) => capabilities.title).pipe(
    Effect.provide(
      layerConfig(presets.bri).pipe(
        Layer.provide(transport()),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))),
      ),
    ),
  )

describe("the environment", () => {
  it.effect("holds the configuration of a profile, settings and our own secret included", () =>
    Effect.gen(function* () {
      expect(yield* titleWith(ENVIRONMENT)).toBe("BRI (SNAP)")
    }),
  )

  it.effect("is told by its variables where it lacks something", () =>
    Effect.gen(function* () {
      const { SNAP_BRI_CLIENT_SECRET: _, SNAP_BRI_TERMINAL_ID: __, ...env } = ENVIRONMENT
      const error = yield* Effect.flip(titleWith(env))
      expect(error).toBeInstanceOf(InvalidConfiguration)
      expect(error.issues.map(({ path }) => path).sort()).toEqual([
        "SNAP_BRI_CLIENT_SECRET",
        "SNAP_BRI_TERMINAL_ID",
      ])
    }),
  )

  it.effect("names the zone of the acquirer's times, and is told where there is no such zone", () =>
    Effect.gen(function* () {
      expect(yield* titleWith({ ...ENVIRONMENT, SNAP_BRI_TIME_ZONE: "Asia/Makassar" })).toBe("BRI (SNAP)")
      const error = yield* Effect.flip(titleWith({ ...ENVIRONMENT, SNAP_BRI_TIME_ZONE: "WIB" }))
      expect(error.issues.map(({ path }) => path)).toEqual(["SNAP_BRI_TIME_ZONE"])
    }),
  )

  it("has a variable for everything that its profile names", () => {
    expect(layerConfigVariables(presets.nicepay)).toMatchObject({
      clientId: "SNAP_NICEPAY_CLIENT_ID",
      privateKey: "SNAP_NICEPAY_PRIVATE_KEY",
      "settings.storeId": "SNAP_NICEPAY_STORE_ID",
      timeZone: "SNAP_NICEPAY_TIME_ZONE",
    })
  })
})
