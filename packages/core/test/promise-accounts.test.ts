import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it, onTestFinished } from "vitest"
import { BaseUrl, decodeConfiguration, InvalidConfiguration, type QrisProvider } from "../src/index.js"
import {
  openAccounts,
  openFrontDoor,
  type PromiseAccountsOptions,
  type PromiseProvider,
} from "../src/promise.js"
import { openTransport } from "../src/transport-undici.js"
import { makeContoh } from "./support/contoh-provider.js"
import { httpAnswer, serveRaw } from "./support/raw-server.js"

const Config = Schema.Struct({ baseUrl: BaseUrl })
type Input = typeof Config.Encoded

const open = (options: PromiseAccountsOptions<Input>) => {
  let opened = 0
  const accounts = openAccounts<Input, typeof Config.Type, QrisProvider, PromiseProvider>(
    options,
    {
      provider: "contoh",
      decode: decodeConfiguration("contoh", Config),
      isSame: Schema.toEquivalence(Config),
      open: ({ baseUrl }, shared) =>
        openFrontDoor<QrisProvider, Parameters<PromiseProvider["create"]>[0]>(
          makeContoh(baseUrl),
          shared,
          () => expect.unreachable("every account brings the transport that all share"),
        ).client,
    },
    () => {
      opened += 1
      return openTransport()
    },
  )
  onTestFinished(accounts.close)
  return { accounts, opened: () => opened }
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("it should have been rejected"),
    (error: unknown) => error,
  )

const paid = httpAnswer('{"id":"p-1","state":"PAID","amount":"25000"}')
const request = { amount: 25_000, externalId: "order-1001-1" }

describe("the promise door of many accounts", () => {
  it("gives each its client, over one transport and its connections", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { accounts, opened } = open({ load: () => ({ baseUrl: new URL(server.url).origin }) })
    for (const name of ["toko-1", "toko-2", "toko-1"]) {
      const client = await accounts.account(name)
      expect(await client.create(request)).toMatchObject({ status: "paid" })
      await client.close()
    }
    expect(await accounts.account("toko-1")).toBe(await accounts.addressee("toko-1"))
    expect(accounts.id).toBe("contoh")
    expect(accounts.held).toBe(2)
    expect(opened()).toBe(1)
    expect(server.sockets).toHaveLength(1)
  })

  it("has the same clients with Effect", async () => {
    const { accounts } = open({ load: async () => ({ baseUrl: "http://127.0.0.1:1" }) })
    const { effect } = await accounts.account("toko-1")
    expect(await Effect.runPromise(accounts.effect.account("toko-1"))).toBe(effect)
    expect(await Effect.runPromise(accounts.effect.addressee("toko-1"))).toBe(effect)
    expect(accounts.effect.id).toBe("contoh")
    expect(accounts.effect.held).toBe(1)
    accounts.effect.forget("toko-1")
    expect(accounts.held).toBe(0)
  })

  it("uses a transport that it is given, and leaves it open", async () => {
    const server = await serveRaw(({ socket }) => socket.write(paid))
    const { transport, close } = openTransport()
    onTestFinished(close)
    const { accounts, opened } = open({ load: () => ({ baseUrl: new URL(server.url).origin }), transport })
    const client = await accounts.account("toko-1")
    await accounts.close()
    expect(await client.create(request)).toMatchObject({ status: "paid" })
    expect(opened()).toBe(0)
  })

  it.each([undefined, null])("rejects with NoSuchAccount where load gives %j", async (nothing) => {
    const { accounts } = open({ load: () => nothing })
    expect(await rejection(accounts.account("toko-1"))).toMatchObject({
      _tag: "QrisError",
      account: "toko-1",
      reason: { _tag: "NoSuchAccount" },
    })
    // What a caller without types hands over.
    expect(await rejection(accounts.account(JSON.parse("{}")))).toMatchObject({
      reason: { _tag: "NoSuchAccount" },
    })
  })

  it("tells of a load that throws its name and code alone", async () => {
    const broken = Object.assign(new TypeError("at postgres://platform:rahasia@db"), { code: "ECONNRESET" })
    for (const load of [() => Promise.reject(broken), () => expect.unreachable("rahasia")]) {
      const { accounts } = open({ load })
      const error = await rejection(accounts.account("toko-1"))
      expect(error).toMatchObject({ reason: { _tag: "AccountUnavailable", kind: "failed" } })
      expect(String(error)).not.toContain("rahasia")
    }
    const { accounts } = open({ load: () => Promise.reject(broken) })
    expect(String(await rejection(accounts.account("toko-1")))).toContain("load failed TypeError ECONNRESET")
  })

  it("aborts a load that takes too long", async () => {
    let reason: unknown
    const { accounts } = open({
      loadMillis: 20,
      load: (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener("abort", () => {
            reason = "aborted"
          })
        }),
    })
    expect(await rejection(accounts.account("toko-1"))).toMatchObject({
      outcome: "not_sent",
      reason: { _tag: "AccountUnavailable", kind: "timeout" },
    })
    expect(reason).toBe("aborted")
  })

  it("throws at once where a setting is wrong, and opens nothing", () => {
    let opened = false
    const opening = () =>
      openAccounts<Input, typeof Config.Type, QrisProvider, PromiseProvider>(
        { load: () => undefined, capacity: 0 },
        {
          provider: "contoh",
          decode: decodeConfiguration("contoh", Config),
          isSame: Schema.toEquivalence(Config),
          open: () => expect.unreachable("nothing is loaded"),
        },
        () => {
          opened = true
          return openTransport()
        },
      )
    expect(opening).toThrow(InvalidConfiguration)
    expect(opened).toBe(false)
  })
})
