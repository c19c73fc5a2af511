import assert from "node:assert/strict"
import {
  canCancel,
  canRefund,
  type InvalidConfiguration,
  type PaymentRef,
  type QrisAccounts,
  type QrisError,
  type QrisProvider,
  Transport,
} from "@qriskit/core"
import type { PromiseProvider } from "@qriskit/core/promise"
import { openTransport } from "@qriskit/core/transport-undici"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it, onTestFinished } from "vitest"
import { failureOf } from "./failure.js"
import { visible } from "./leak.js"
import type { Shop } from "./shop.js"

type Client<Order> = PromiseProvider<QrisProvider, Order>

/** The accounts of a provider, as far as these tests use them. */
interface Accounts<C> {
  account(account: string): Promise<C>
  addressee(account: string): Promise<C>
  readonly effect: { readonly id: string }
  close(): Promise<void>
}

/** A provider's accounts over its sandbox, and what its credentials are. */
export interface AccountsUnderTest<Order, Config extends object, Self> {
  readonly openTestShop: () => Promise<Shop<Client<Order>, Config, Order>>
  readonly createAccounts: (options: {
    readonly load: (account: string) => Config | undefined
  }) => Accounts<Client<Order>>
  /** Credentials that differ from the shop's, and that its acquirer refuses. */
  readonly other: Partial<Config>
  /** A secret without which nothing works: an account that lacks it is told of by the setting's name. */
  readonly required: string & keyof Config
  /** Finds the secrets of `other` in a text. */
  readonly secrets: RegExp
  /** Whether a callback shows whose secret made it. */
  readonly provesCallbacks: boolean
  readonly service: Context.Key<Self, QrisAccounts<QrisProvider>>
  readonly layerAccounts: (options: {
    readonly load: (account: string) => Effect.Effect<Config | undefined>
  }) => Layer.Layer<Self, InvalidConfiguration, Transport>
}

/** Every verb that takes a reference. */
const askedWith = (
  provider: QrisProvider,
  ref: PaymentRef,
): ReadonlyArray<Effect.Effect<unknown, QrisError>> => [
  provider.inquire(ref),
  ...(canCancel(provider) ? [provider.cancel(ref)] : []),
  ...(canRefund(provider)
    ? [
        provider.refund(ref, { externalId: "refund-1" }),
        provider.inquireRefund(ref, { externalId: "refund-1", refundId: "1" }),
      ]
    : []),
]

/** What only the account itself can do with its payment. */
const ownVerb = (provider: QrisProvider, ref: PaymentRef): Effect.Effect<unknown, QrisError> => {
  if (canRefund(provider)) return provider.refund(ref, { externalId: "refund-1" })
  return canCancel(provider) ? provider.cancel(ref) : provider.inquire(ref)
}

/** What the accounts of every provider do alike, beside what the conformance suite asks of them. */
export const describeAccounts = <Order, Config extends object, Self>(
  title: string,
  tested: AccountsUnderTest<Order, Config, Self>,
): void => {
  const openPlatform = async () => {
    const shop = await tested.openTestShop()
    const table = new Map<string, Config>([
      ["toko-1", shop.configuration],
      ["toko-2", { ...shop.configuration, ...tested.other }],
    ])
    const accounts = tested.createAccounts({ load: (account) => table.get(account) })
    onTestFinished(accounts.close)
    return { shop, table, accounts }
  }

  describe(`${title} for many merchants`, () => {
    it("writes the account into references, and takes none of another's", async () => {
      const { shop, accounts } = await openPlatform()
      const toko = await accounts.account("toko-1")
      const { ref } = await toko.create(shop.order())
      expect(ref.account).toBe("toko-1")
      await shop.control.pay((await shop.control.payments()).at(-1)?.qrPayload ?? "")
      expect(await toko.inquire(JSON.parse(JSON.stringify(ref)))).toMatchObject({ ref, status: "paid" })
      const before = (await shop.wire()).length
      const other = await accounts.account("toko-2")
      for (const { effect } of [other, shop.client]) {
        for (const asking of askedWith(effect, ref)) {
          expect(await failureOf(Effect.runPromise(asking))).toMatchObject({
            outcome: "not_sent",
            reason: { _tag: "InvalidRequest", issues: [{ path: "account" }] },
          })
        }
      }
      expect(await shop.wire()).toHaveLength(before)
      if (canRefund(toko.effect) || !canCancel(toko.effect))
        expect(await Effect.runPromise(ownVerb(toko.effect, ref))).toMatchObject({ ref })
      else expect((await failureOf(Effect.runPromise(ownVerb(toko.effect, ref)))).account).toBe("toko-1")
    })

    it("reads callbacks with the account, and none that is another's", async () => {
      const { shop, accounts } = await openPlatform()
      const toko = await accounts.account("toko-1")
      const { ref } = await toko.create(shop.order())
      const [payment] = await shop.control.payments()
      assert.ok(payment)
      const raw = await shop.control.callbacks.build(payment.paymentId)
      expect((await toko.notifications.read(raw)).ref.account).toBe("toko-1")
      expect((await toko.notifications.read(raw, ref)).ref).toEqual(ref)
      const other = await accounts.addressee("toko-2")
      expect(await failureOf(other.notifications.read(raw, ref))).toMatchObject({
        account: "toko-2",
        reason: { _tag: "InvalidNotification" },
      })
      if (!tested.provesCallbacks) return
      expect(await failureOf(other.notifications.read(raw))).toMatchObject({
        account: "toko-2",
        reason: { _tag: "InvalidNotification", kind: "unauthentic" },
      })
    })

    it("lets wrong credentials be that account's alone, and shows none of them anywhere", async () => {
      const { shop, table, accounts } = await openPlatform()
      table.set("toko-3", { ...shop.configuration, ...tested.other, [tested.required]: "" })
      const other = await accounts.account("toko-2")
      const refused = await failureOf(other.create(shop.order()))
      expect(refused).toMatchObject({ account: "toko-2", reason: { _tag: "Unauthorized" } })
      const toko = await accounts.account("toko-1")
      expect(await toko.create(shop.order())).toMatchObject({ status: "pending" })
      const misconfigured = await failureOf(accounts.account("toko-3"))
      const shown = [accounts, toko, other, refused, misconfigured].map(visible).join()
      expect(shown).toContain(`${tested.required} must not be empty`)
      expect(shown).not.toMatch(tested.secrets)
      const { [tested.required]: secret } = shop.configuration
      expect(shown).not.toContain(secret)
    })

    it("is a service of Effect's, too", async () => {
      const { table, accounts: ofDoor } = await openPlatform()
      const { transport, close } = openTransport()
      onTestFinished(close)
      const program = Effect.gen(function* () {
        const accounts = yield* tested.service
        const { id } = yield* accounts.account("toko-1")
        return { id, accounts, unknown: yield* Effect.flip(accounts.account("toko-9")) }
      })
      const layer = tested
        .layerAccounts({ load: (account) => Effect.sync(() => table.get(account)) })
        .pipe(Layer.provide(Layer.succeed(Transport, transport)))
      const { id, accounts, unknown } = await Effect.runPromise(Effect.provide(program, layer))
      expect([id, accounts.id, accounts.held]).toEqual([ofDoor.effect.id, ofDoor.effect.id, 1])
      expect(unknown).toMatchObject({ account: "toko-9", reason: { _tag: "NoSuchAccount" } })
    })
  })
}
