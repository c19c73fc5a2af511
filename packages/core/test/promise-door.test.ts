import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it, onTestFinished } from "vitest"
import {
  BaseUrl,
  type CreatePayment,
  decodeConfiguration,
  type QrisProvider,
  Timeouts,
  type Transport,
} from "../src/index.js"
import { type FrontDoorOptions, promiseDoor } from "../src/promise.js"
import { verbsOf } from "../src/provider-kit.js"
import { openTransport } from "../src/transport-undici.js"
import { makeContoh } from "./support/contoh-provider.js"
import { httpAnswer, serveRaw } from "./support/raw-server.js"

const Config = Schema.Struct({
  baseUrl: BaseUrl,
  timeouts: Timeouts.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})

interface Options {
  readonly account?: string
}

/** What the provider was given, beside its configuration. */
const given: Array<unknown> = []

const door = promiseDoor<
  typeof Config.Encoded,
  typeof Config.Type,
  Options,
  QrisProvider,
  (typeof CreatePayment)["Encoded"]
>(
  {
    provider: "contoh",
    decode: decodeConfiguration("contoh", Config),
    isSame: Schema.toEquivalence(Config),
    variables: { baseUrl: "CONTOH_BASE_URL" },
    make: ({ baseUrl }, options): Effect.Effect<QrisProvider, never, Transport> => {
      given.push(options)
      return Effect.map(makeContoh(`${baseUrl}/`), (base) => ({
        ...base,
        ...verbsOf(options, { create: (_: object, input: CreatePayment) => base.create(input) }),
      }))
    },
  },
  openTransport,
)

const paid = httpAnswer('{"id":"p-1","state":"PAID","amount":"25000"}')
const request = { amount: 25_000, externalId: "order-1001-1" }

// What callers without types hand over.
const none = null as unknown as undefined
const nothing = {
  transport: null,
  network: null,
  tracer: null,
  tracerProvider: null,
  account: null,
} as unknown as FrontDoorOptions & Options

describe("a promise door", () => {
  it.each([
    ["no options", none],
    ["options that are null", nothing],
    [
      "settings of its network that are null",
      { network: { proxy: false, ca: null } } as unknown as FrontDoorOptions,
    ],
  ])("takes null for nothing: %s", async (_, options) => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const baseUrl = new URL(server.url).origin
    given.length = 0
    const clients = [door.create({ baseUrl }, options), door.fromEnv({ CONTOH_BASE_URL: baseUrl }, options)]
    const { account: _account, ...shared } = { account: none, ...options }
    const accounts = door.accounts({ ...shared, load: () => ({ baseUrl }) }, none)
    onTestFinished(async () => {
      await Promise.all([...clients, accounts].map((open) => open.close()))
    })
    for (const client of [...clients, await accounts.account("toko-1")])
      expect(await client.create(request)).toMatchObject({ status: "paid" })
    expect(given).toHaveLength(3)
    for (const own of given) expect(Object.values(own as object)).not.toContain(null)
    expect(given[2]).toMatchObject({ account: "toko-1" })
  })

  it("reads the process's environment where none is given", () => {
    expect(() => door.fromEnv(none, none)).toThrow("CONTOH_BASE_URL is required")
  })

  it("throws where an account's name is none", () => {
    expect(() => door.create({ baseUrl: "http://127.0.0.1:1" }, { account: "toko 17" })).toThrow(
      "account must be 1 to 64 letters",
    )
  })
})
