import { type InvalidConfiguration, QrisProvider, Transport, TransportFailure } from "@qriskit/core"
import type { FrontDoorOptions, PromiseProvider } from "@qriskit/core/promise"
import * as ConfigProvider from "effect/ConfigProvider"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { visible } from "./leak.js"

/** What a provider's configuration is, in rows. */
export interface ConfigurationUnderTest<Order, Input extends object, Config, Self> {
  /** The provider's id. */
  readonly id: string
  /** As its capabilities name it. */
  readonly title: string
  readonly decode: (input: unknown) => Result.Result<Config, InvalidConfiguration>
  /** What must be set, and nothing else. */
  readonly right: NoInfer<Input>
  /** The fields of `right` that are secret. */
  readonly secrets: ReadonlyArray<string & keyof Input>
  readonly defaults: object
  /** What is said of each field when nothing is set. */
  readonly missing: Readonly<Record<string, string>>
  /** A value that a field refuses, or a change of what is right that it refuses. */
  readonly refused: ReadonlyArray<readonly [field: string, value: unknown, change?: object]>
  readonly create: (input: Input, options?: FrontDoorOptions) => PromiseProvider<QrisProvider, Order>
  readonly order: NoInfer<Order>
  /** Where the first request of a create goes. */
  readonly addresses: ReadonlyArray<readonly [change: Partial<NoInfer<Input>>, url: string]>
  /** The variable of each field that has one. */
  readonly variables: Readonly<Record<string, string>>
  /** More variables, and where the first request of an inquiry goes then. */
  readonly environments: ReadonlyArray<readonly [more: Readonly<Record<string, string>>, url: string]>
  readonly service: Context.Key<Self, QrisProvider>
  readonly layer: (config: Config) => Layer.Layer<Self | QrisProvider, never, Transport>
  readonly layerConfig: Layer.Layer<Self | QrisProvider, InvalidConfiguration, Transport>
}

/** A port that notes where requests would go, and fails in a way that is not worth a repeat. */
const addresses = () => {
  const urls: Array<string> = []
  const transport = Transport.of({
    send: ({ url }) => {
      urls.push(url)
      return Effect.fail(
        new TransportFailure({ kind: "oversized", outcome: "not_sent", description: "nothing is sent here" }),
      )
    },
  })
  return { urls, transport }
}

/** What a configuration complains about, by field, with what it says of each. */
export const complaintsOf =
  (decode: (input: unknown) => Result.Result<unknown, InvalidConfiguration>) =>
  (input: unknown): Record<string, string> =>
    Result.match(decode(input), {
      onSuccess: () => ({}),
      onFailure: ({ issues }) => Object.fromEntries(issues.map(({ path, message }) => [path, message])),
    })

/** What the configuration of every provider does alike. */
export const describeConfiguration = <Order, Input extends object, Config, Self>(
  tested: ConfigurationUnderTest<Order, Input, Config, Self>,
): void => {
  const { id, decode, right, secrets, variables } = tested
  const complaints = complaintsOf(decode)

  const refusals = tested.refused.map(([field, value, change = { [field]: value }]) => ({
    field,
    value,
    change,
  }))
  const valuesOfSecrets = Object.entries(right).flatMap(([field, value]) =>
    secrets.some((secret) => secret === field) ? [String(value)] : [],
  )

  describe("configuration", () => {
    it("has the documented defaults", () => {
      expect(Result.getOrThrow(decode(right))).toMatchObject(tested.defaults)
    })

    it("names every missing field", () => {
      expect(complaints({})).toEqual(tested.missing)
    })

    it.each(refusals)("refuses $field $value, naming that field and nothing else", ({ field, change }) => {
      expect(Object.keys(complaints({ ...right, ...change }))).toEqual([field])
    })

    it.each([null, undefined, "x", 1, []])("refuses %j as a whole", (input) => {
      expect(Result.isFailure(decode(input))).toBe(true)
    })

    it.each(["http://127.0.0.1:8090", "http://localhost:1/emulated", "http://[::1]:8090"])(
      "allows http on loopback: %s",
      (baseUrl) => {
        expect(complaints({ ...right, baseUrl })).toEqual({})
      },
    )

    it("never shows a value, neither wrong nor right", () => {
      const wrong = Object.fromEntries(Object.keys(right).map((field) => [field, [{ a: `s3cret ${field}` }]]))
      const shown = visible(Result.getOrThrow(Result.flip(decode({ ...wrong, qrCheck: "s3cret" }))))
      expect(shown).toContain("InvalidConfiguration")
      expect(shown).not.toContain("s3cret")
      const decoded = visible(Result.getOrThrow(decode(right)))
      for (const secret of valuesOfSecrets) expect(decoded).not.toContain(secret)
    })

    it.each(secrets)("is wrong at once in the promise door: an empty %s", (secret) => {
      expect(() => tested.create({ ...right, [secret]: "" })).toThrow(
        `${id} is not configured correctly: ${secret} must not be empty.`,
      )
    })
  })

  describe("addresses", () => {
    it.each(tested.addresses)("%j calls %s", async (change, url) => {
      const { urls, transport } = addresses()
      const client = tested.create({ ...right, ...change }, { transport })
      await expect(client.create(tested.order)).rejects.toMatchObject({ outcome: "not_sent" })
      expect(urls).toEqual([url])
      await client.close()
    })
  })

  describe("layers", () => {
    const set: Record<string, string> = Object.fromEntries(
      Object.entries(right).map(([field, value]) => [variables[field], String(value)]),
    )

    const withEnvironment = (env: Record<string, string>) => {
      const { urls, transport } = addresses()
      const ref = { provider: id, paymentId: "p", externalId: "e", orderId: "o" }
      const program = Effect.gen(function* () {
        const own = yield* tested.service
        const general = yield* QrisProvider
        yield* Effect.ignore(own.inquire(ref))
        return { isSame: own === general, first: urls[0] }
      })
      return program.pipe(
        Effect.provide(
          tested.layerConfig.pipe(
            Layer.provide(Layer.succeed(Transport, transport)),
            Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))),
          ),
        ),
        Effect.result,
        Effect.runPromise,
      )
    }

    it.each(tested.environments)(
      "layerConfig reads its variables: with %j it calls %s",
      async (more, url) => {
        expect(Result.getOrThrow(await withEnvironment({ ...set, ...more }))).toEqual({
          isSame: true,
          first: url,
        })
      },
    )

    it.each(secrets)(
      "layerConfig names the variables that are wrong, never their values: no %s",
      async (secret) => {
        const { [variables[secret] ?? ""]: _, ...incomplete } = set
        const { baseUrl = "" } = variables
        const error = Result.getOrThrow(
          Result.flip(await withEnvironment({ ...incomplete, [baseUrl]: "http://s3cret" })),
        )
        expect(error._tag).toBe("InvalidConfiguration")
        expect(error.message).toContain(`${variables[secret]} is required`)
        expect(error.message).toContain(`${baseUrl} must be https`)
        expect(visible(error)).not.toContain("s3cret")
      },
    )

    it("every variable belongs to a field", () => {
      for (const field of Object.keys(variables)) {
        expect(Object.keys(complaints({ ...right, [field]: 1 }))).toEqual([field])
        expect(complaints({ ...right, [field]: 1 })[field]).not.toBe("is not a known field")
      }
    })

    it("layer takes a decoded configuration", async () => {
      const { urls, transport } = addresses()
      const config = Result.getOrThrow(decode(right))
      const title = await Effect.map(tested.service, ({ capabilities }) => capabilities.title).pipe(
        Effect.provide(tested.layer(config).pipe(Layer.provide(Layer.succeed(Transport, transport)))),
        Effect.runPromise,
      )
      expect(title).toBe(tested.title)
      expect(urls).toEqual([])
    })
  })
}
