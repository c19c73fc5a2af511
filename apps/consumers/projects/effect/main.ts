// Two payments with iFortepay as an Effect service: over undici, and over the program's own HttpClient.
import assert from "node:assert/strict"
import type { QrisError, Transport } from "@qriskit/core"
import { layer as transportHttpClient } from "@qriskit/core/transport-http-client"
import { layer as transportUndici } from "@qriskit/core/transport-undici"
import { Ifortepay, IfortepayCreate, layerConfig } from "@qriskit/provider-ifortepay"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

const payOne = (sandbox: Sandbox, externalId: string) =>
  Effect.gen(function* () {
    const ifortepay = yield* Ifortepay
    const order = yield* Schema.decodeEffect(IfortepayCreate)({
      amount: 25_000,
      externalId,
      description: "Two coffees",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
    })
    const { ref } = yield* ifortepay.create(order)
    yield* Effect.promise(() => sandbox.control.pay(ref.paymentId))

    const callback = yield* Effect.promise(() => sandbox.control.callbacks.build(ref.paymentId))
    const claim = yield* ifortepay.notifications.read(callback, ref)
    const paid = yield* ifortepay.inquire(claim.ref)
    assert.equal(paid.status, "paid")
    assert.equal(paid.amount, 25_000)

    const second = yield* ifortepay.create(order).pipe(
      Effect.as("created"),
      Effect.catchReason("QrisError", "DuplicateExternalId", () => Effect.succeed("refused")),
    )
    assert.equal(second, "refused")
    yield* Console.log(`paid: ${ref.externalId}, Rp ${paid.amount}`)
  })

const sandbox = Effect.acquireRelease(
  Effect.promise(() => startSandbox()),
  (running) => Effect.promise(() => running.close()),
)

const program = Effect.gen(function* () {
  const running = yield* sandbox
  const { baseUrl, merchantId, secretUnboundId, hashKey } = running.ifortepay
  const environment = ConfigProvider.fromEnv({
    env: {
      IFORTEPAY_BASE_URL: baseUrl,
      IFORTEPAY_MERCHANT_ID: merchantId,
      IFORTEPAY_SECRET_UNBOUND_ID: secretUnboundId,
      IFORTEPAY_HASH_KEY: hashKey,
      IFORTEPAY_CHANNEL: "NOBU",
    },
  })
  const through = (transport: Layer.Layer<Transport>) =>
    layerConfig.pipe(Layer.provide(transport), Layer.provide(ConfigProvider.layer(environment)))

  yield* Effect.provide(payOne(running, "order-1001-1"), through(transportUndici()))
  const overFetch = Layer.provide(transportHttpClient, FetchHttpClient.layer)
  yield* Effect.provide(payOne(running, "order-1002-1"), through(overFetch))
}).pipe(Effect.scoped)

// The error channel is known: a failed payment is a QrisError, and nothing else comes from the provider.
const failures: Effect.Effect<void, QrisError | Effect.Error<typeof program>> = program

await Effect.runPromise(failures)
