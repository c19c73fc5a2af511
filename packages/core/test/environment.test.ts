import { it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { describe, expect } from "vitest"
import { BaseUrl, decodeConfiguration, InvalidConfiguration, Secret } from "../src/configuration.js"
import { configurationFromEnvironment } from "../src/provider-kit/environment.js"

const decode = decodeConfiguration(
  "contoh",
  Schema.Struct({ baseUrl: Schema.optionalKey(BaseUrl), password: Secret }),
)

const read = (env: Record<string, string>) =>
  configurationFromEnvironment(
    "contoh",
    { baseUrl: "CONTOH_BASE_URL", password: "CONTOH_PASSWORD" },
    decode,
  ).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))))

describe("a configuration from the environment", () => {
  it.effect("holds what the variables say", () =>
    Effect.gen(function* () {
      const configuration = yield* read({
        CONTOH_BASE_URL: "https://api.example.co.id",
        CONTOH_PASSWORD: "hunter2",
      })
      expect(configuration.baseUrl).toBe("https://api.example.co.id")
      expect(Redacted.value(configuration.password)).toBe("hunter2")
    }),
  )

  it.effect("leaves to the defaults what no variable says", () =>
    Effect.gen(function* () {
      expect("baseUrl" in (yield* read({ CONTOH_PASSWORD: "hunter2", OTHER: "x" }))).toBe(false)
    }),
  )

  it.effect("is refused by the variables' names, without their values", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        read({ CONTOH_BASE_URL: "http://secret-host.example", CONTOH_PASSWORD: "hunter2" }),
      )
      expect(error).toBeInstanceOf(InvalidConfiguration)
      expect(error.message).toBe(
        "contoh is not configured correctly: CONTOH_BASE_URL must be https (http only on loopback).",
      )
    }),
  )

  it.effect("says which variable is missing", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(read({}))).issues).toEqual([
        { path: "CONTOH_PASSWORD", message: "is required" },
      ])
    }),
  )

  it.effect("is refused by the field's name where no variable sets it", () =>
    Effect.gen(function* () {
      const error = yield* configurationFromEnvironment("contoh", {}, decode).pipe(Effect.flip)
      expect(error.issues).toEqual([{ path: "password", message: "is required" }])
    }),
  )

  it.effect("fails with the same error where the source itself fails", () =>
    Effect.gen(function* () {
      const broken = ConfigProvider.make(() =>
        Effect.fail(new ConfigProvider.SourceError({ message: "no vault" })),
      )
      const error = yield* configurationFromEnvironment(
        "contoh",
        { password: "CONTOH_PASSWORD" },
        decode,
      ).pipe(Effect.provide(ConfigProvider.layer(broken)), Effect.flip)
      expect(error).toBeInstanceOf(InvalidConfiguration)
      expect(error.issues[0]?.path).toBe("environment")
      expect(error.message).toContain("no vault")
    }),
  )
})
