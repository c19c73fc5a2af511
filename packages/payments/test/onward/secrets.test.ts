import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { inspect } from "node:util"
import { Webhook } from "standardwebhooks"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import { endpoints } from "../../src/endpoints.js"
import type { EndpointsSettingsInput, SecretOwner } from "../../src/onward/options.js"
import { openTestPglite, type TestDatabase } from "../support/databases.js"
import { openReceiver, type Receiver } from "../support/receiver.js"
import { openWorld, type World, zipayOrder } from "../support/world.js"

const KEY = randomBytes(32)

const seal = (secret: string, { endpoint }: SecretOwner): string => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", KEY, nonce, { authTagLength: 16 })
  cipher.setAAD(Buffer.from(endpoint))
  const box = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), box]).toString("base64")
}

const open = (sealed: string, { endpoint }: SecretOwner): string => {
  const box = Buffer.from(sealed, "base64")
  const decipher = createDecipheriv("aes-256-gcm", KEY, box.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(endpoint))
  decipher.setAuthTag(box.subarray(12, 28))
  return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]).toString()
}

const onLoopback = (input: EndpointsSettingsInput = {}) =>
  endpoints({ allowPrivate: true, allowHttp: true, ports: "any", ...input })

describe("signing secrets", () => {
  let database: TestDatabase
  let world: World
  let receiver: Receiver
  const said: Array<string> = []
  beforeAll(async () => {
    database = await openTestPglite()
    world = await openWorld(database, { endpoints: onLoopback() })
    receiver = await openReceiver()
    vi.spyOn(console, "log").mockImplementation((...words) => void said.push(inspect(words)))
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await receiver?.close()
    await world?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    receiver.reset()
    said.length = 0
  })

  afterEach(() => vi.useRealTimers())

  const verbs = () => world.payments.endpoints
  const sell = async (key: string) => {
    const { ref } = await world.run(world.payments.open(zipayOrder(key)))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh(key))
    await world.run(world.payments.reconcileNow)
  }
  const stored = async () =>
    JSON.stringify(
      await Promise.all(
        ["endpoint", "endpoint_secret", "endpoint_message", "endpoint_attempt", "anomaly", "event"].map(
          (table) => database.rows(`select to_jsonb(t)::text from qriskit.${table} t`),
        ),
      ),
    )

  test("are shown as they are made, and never again: not in lists, records, errors or logs", async () => {
    receiver.answer(({ headers }, response) => {
      response.writeHead(500).end(`${secret} ${headers["webhook-signature"]}`)
      return undefined
    })
    const { endpoint, secret } = await world.run(verbs().add({ url: receiver.url }))
    const { secret: rotated } = await world.run(verbs().rotate(endpoint.id))
    await sell("order-1")
    const pinged = await world.run(verbs().ping(endpoint.id))
    const wrong = await world.error(verbs().add({ url: receiver.url, secret: `${secret}!` }))
    const shown = [
      endpoint,
      pinged,
      wrong,
      await world.run(verbs().list()),
      await world.run(verbs().get(endpoint.id)),
      await world.run(verbs().attempts()),
      await world.run(verbs().messages()),
      said,
    ]
    const text = `${inspect(shown, { depth: 10 })} ${JSON.stringify(shown)} ${String(wrong)}`
    for (const part of [
      secret,
      rotated,
      secret.slice(6),
      rotated.slice(6),
      receiver.arrived[0]?.headers["webhook-signature"],
    ])
      expect(text).not.toContain(part)
    expect(text).toContain(secret.slice(-4))
    expect(pinged.answer).toContain("<secret> <secret>")
  })

  test("stand in the table as they are, unless they are sealed", async () => {
    const { secret } = await world.run(verbs().add({ url: receiver.url }))
    expect(await stored()).toContain(secret)
    await world.reset()
    await world.restart({ endpoints: onLoopback({ seal, open }) })
    const sealed = await world.run(world.payments.endpoints.add({ url: receiver.url }))
    expect(await stored()).not.toContain(sealed.secret.slice(6))
    await sell("order-1")
    vi.setSystemTime(world.clock.currentTimeMillisUnsafe())
    const [{ body = "", headers = {} } = {}] = receiver.arrived
    new Webhook(sealed.secret).verify(body, headers)
  })

  test("that were stored before they were sealed still sign", async () => {
    const { endpoint } = await world.run(verbs().add({ url: receiver.url }))
    await world.restart({ endpoints: onLoopback({ seal, open }) })
    expect(await world.run(world.payments.endpoints.ping(endpoint.id))).toMatchObject({ isDelivered: true })
  })

  test("of another endpoint's row do not open, and nothing is sent", async () => {
    await world.restart({ endpoints: onLoopback({ seal, open }) })
    const { endpoint } = await world.run(world.payments.endpoints.add({ url: receiver.url }))
    const other = await world.run(world.payments.endpoints.add({ url: receiver.url }))
    await database.rows(
      "update qriskit.endpoint_secret set secret = (select secret from qriskit.endpoint_secret where endpoint_id = $1) where endpoint_id = $2",
      [other.endpoint.id, endpoint.id],
    )
    expect(await world.error(world.payments.endpoints.ping(endpoint.id))).toMatchObject({
      _tag: "EndpointSecretFailure",
      operation: "open",
    })
    expect(receiver.arrived).toEqual([])
  })

  test("that cannot be opened for now cost the receiver no try, and what threw is told without its words", async () => {
    let isBroken = true
    const failing = (sealed: string, owner: SecretOwner) => {
      if (isBroken) throw new Error(`cannot open ${open(sealed, owner)}`)
      return open(sealed, owner)
    }
    await world.restart({ endpoints: onLoopback({ seal, open: failing, retryMillis: [] }) })
    const { endpoint, secret } = await world.run(
      world.payments.endpoints.add({ url: receiver.url, subjects: ["paid"] }),
    )
    await sell("order-1")
    expect(receiver.arrived).toEqual([])
    expect(said.join()).toContain(`${endpoint.id} could not be opened: your open threw Error`)
    expect(said.join()).not.toContain(secret.slice(6))
    isBroken = false
    await world.advance({ minutes: 2 })
    await world.run(world.payments.reconcileNow)
    expect(receiver.told()).toEqual(["paid order-1"])
    expect(await world.run(world.payments.endpoints.get(endpoint.id))).toMatchObject({ failures: 0 })
  })

  test("that seal gives back as they are, or open gives as something else, are refused", async () => {
    await world.restart({ endpoints: onLoopback({ seal: (secret) => `x${secret}`, open }) })
    expect(await world.error(world.payments.endpoints.add({ url: receiver.url }))).toMatchObject({
      _tag: "EndpointSecretFailure",
      operation: "seal",
    })
    expect(await world.run(world.payments.endpoints.list())).toEqual([])
  })

  test("may be brought along, where they are strong enough", async () => {
    const secret = `whsec_${randomBytes(24).toString("base64")}`
    expect(await world.run(verbs().add({ url: receiver.url, secret }))).toMatchObject({ secret })
    for (const weak of [
      "whsec_",
      `whsec_${randomBytes(16).toString("base64")}`,
      secret.slice(6),
      `${secret} `,
    ])
      expect(await world.error(verbs().add({ url: receiver.url, secret: weak }))).toMatchObject({
        _tag: "InvalidInput",
        issues: [{ path: "secret" }],
      })
  })

  test("sign three older ones at most beside the newest, however often they are rotated", async () => {
    const { endpoint } = await world.run(verbs().add({ url: receiver.url }))
    for (let turn = 0; turn < 6; turn++) await world.run(verbs().rotate(endpoint.id))
    await world.run(verbs().ping(endpoint.id))
    expect(receiver.arrived[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(4)
  })
})
