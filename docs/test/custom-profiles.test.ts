import { createHash, createHmac } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { afterAll, describe, expect, it } from "vitest"
import {
  canCancel,
  canRefund,
  PaymentRef,
  Rupiah,
  Transport,
  type TransportRequest,
} from "../../packages/core/src/index.js"
import {
  decodeConfig,
  make,
  SnapCreate,
  type SnapProfileInput,
  standard,
} from "../../packages/provider-snap/src/index.js"
import { SCRATCH } from "../examples/example.ts"
import { inspect } from "../examples/inspect.ts"
import { ROOT } from "../examples/workspace.ts"

const SCRATCH_FOLDER = path.join(ROOT, "docs", SCRATCH)

/** What a block of a page exports that is a file there: `// bni.ts`. */
const exportsOf = async (name: string, file = name): Promise<Readonly<Record<string, unknown>>> => {
  const page = path.join(ROOT, `docs/providers/snap/${name}.md`)
  const block = inspect(page, fs.readFileSync(page, "utf8")).examples.find(({ module }) =>
    module.endsWith(`/${file}.ts`),
  )
  if (block === undefined) throw new Error(`${page} has no block ${file}.ts`)
  fs.mkdirSync(path.dirname(block.module), { recursive: true })
  fs.writeFileSync(block.module, block.text)
  return await import(pathToFileURL(block.module).href)
}

afterAll(() => fs.rmSync(SCRATCH_FOLDER, { recursive: true, force: true }))

const NAMES = ["bni", "btn", "faspay", "ocbc", "speedcash"] as const
type Name = (typeof NAMES)[number]

const profiles = Object.fromEntries(
  await Promise.all(NAMES.map(async (name) => [name, (await exportsOf(name))[name]] as const)),
) as Readonly<Record<Name, SnapProfileInput>>

interface Vector {
  readonly id: string
  readonly path: string
  readonly timestamp: string
  readonly body: string
  readonly token?: string
  readonly expect: { readonly base64: string }
}

const { vectors, keys } = JSON.parse(
  fs.readFileSync(path.join(ROOT, "packages/provider-snap/test/vectors/snap-vectors.json"), "utf8"),
) as {
  readonly vectors: ReadonlyArray<Vector>
  readonly keys: Readonly<Record<string, { readonly publicKey: string; readonly privateKey: string }>>
}

const vectorOf = (id: string): Vector => {
  const vector = vectors.find((one) => one.id === id)
  if (vector === undefined) throw new Error(`there is no vector ${id}`)
  return vector
}

/** The vectors' secret, and their merchant's key. */
const SECRET = "test-client-secret"
const { privateKey = "", publicKey = "" } = keys["qriskit-merchant"] ?? {}

const MERCHANTS: Readonly<
  Record<Name, { readonly merchantId: string; readonly settings: Readonly<Record<string, string>> }>
> = {
  bni: {
    merchantId: "00007100010926",
    settings: { terminalId: "213141251124", tipIndicator: "02", tipValueFixed: "1000.00" },
  },
  btn: { merchantId: "000000000000001", settings: { terminalId: "0000000000000001" } },
  faspay: { merchantId: "99999", settings: { channelId: "88001", channelCode: "711" } },
  ocbc: { merchantId: "000000000000001", settings: { terminalId: "A1", memberBank: "999" } },
  speedcash: { merchantId: "121xxxx", settings: { terminalId: "A01", channelId: "95221", feeType: "1" } },
}

const inputOf = (profile: SnapProfileInput, merchant: (typeof MERCHANTS)[Name]) => ({
  profile,
  environment: "sandbox",
  clientId: "CLIENT-1",
  clientSecret: SECRET,
  privateKey,
  acquirerKeys: publicKey,
  inbound: { clientId: "ACQUIRER-AT-OURS", secret: "thirty-two-characters-and-some-more" },
  notificationUrl: "https://toko.example/v1.0/qr/qr-mpm-notify",
  ...(Object.keys(profile.hosts).length === 0 && { baseUrl: "https://acquirer.example/mount" }),
  ...merchant,
})

/** A provider of a page's profile over answers by the end of a path, and what it sent. */
const opened = (name: Name, answers: Readonly<Record<string, object>> = {}) => {
  const sent: Array<TransportRequest> = []
  const send: Transport["Service"]["send"] = ({ url, ...request }) =>
    Effect.sync(() => {
      if (!url.endsWith("/access-token/b2b")) sent.push({ url, ...request })
      const [, answer = { responseCode: "4040000" }] =
        Object.entries({ b2b: { accessToken: "eyJ.test.token" }, ...answers }).find(([end]) =>
          url.endsWith(end),
        ) ?? []
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode(JSON.stringify(answer)),
      }
    })
  const config = Result.getOrThrow(decodeConfig(inputOf(profiles[name], MERCHANTS[name])))
  const made = Effect.runSync(Effect.provideService(make(config), Transport, { send }))
  return { provider: made, sent }
}

const at = <A, E>(timestamp: string, effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(
    Effect.andThen(TestClock.setTime(Date.parse(timestamp)), effect).pipe(
      Effect.provide(TestClock.layer()),
      Effect.scoped,
    ),
  )

const NOON = "2026-01-02T10:04:05+07:00"
const LATER = new Date("2026-01-02T10:34:05+07:00")

/** What the create of a page sends. */
const createdBy = async (
  name: Name,
  request: Partial<{ externalId: string; description: string; expiresAt: Date }>,
): Promise<TransportRequest> => {
  const { provider, sent } = opened(name)
  const order = new SnapCreate({ amount: Rupiah.make(25_000), externalId: "order-1", ...request })
  await at(NOON, Effect.flip(provider.create(order)))
  const [create] = sent
  if (create === undefined) throw new Error("no create was sent")
  return create
}

describe.each(NAMES)("the profile on the page of %s", (name) => {
  it("passes the package's own check, and is data", () => {
    const profile = profiles[name]
    expect(Result.isSuccess(decodeConfig(inputOf(profile, MERCHANTS[name])))).toBe(true)
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
  })

  it("names everything that a merchant must have", () => {
    const { settings: _, ...without } = inputOf(profiles[name], MERCHANTS[name])
    expect(Result.isFailure(decodeConfig(without))).toBe(true)
  })
})

describe("a create", () => {
  it.each([
    ["bni", "bni-generate-full-path", { expiresAt: LATER }],
    ["faspay", "faspay-generate", { expiresAt: LATER, description: "Order #3" }],
    ["ocbc", "ocbc-generate-v2", {}],
  ] as const)("of %s is sent and signed as its vector has it", async (name, id, request) => {
    const vector = vectorOf(id)
    const { partnerReferenceNo } = JSON.parse(vector.body)
    const { url, headers, body } = await createdBy(name, { externalId: partnerReferenceNo, ...request })
    expect(body).toBe(vector.body)
    expect(new URL(url).pathname.replace("/mount", "")).toBe(vector.path)
    expect(headers).toMatchObject({ "x-timestamp": vector.timestamp, "x-signature": vector.expect.base64 })
    expect(headers["authorization"]).toBe(vector.token === undefined ? undefined : `Bearer ${vector.token}`)
  })

  it("of BTN has the body of the integration that was found", async () => {
    const { url, headers, body } = await createdBy("btn", { externalId: "20260102000000000006" })
    expect(url).toBe("https://devapi.btn.co.id/snap/v1/qr/qr-mpm-generate")
    expect(headers["channel-id"]).toBe("02030")
    expect(JSON.parse(body ?? "")).toEqual({
      partnerReferenceNo: "20260102000000000006",
      amount: { value: "25000.00", currency: "IDR" },
      merchantId: "000000000000001",
      terminalId: "0000000000000001",
      additionalInfo: { type_qris: "D" },
    })
  })

  it("of SpeedCash signs what its code signs: nothing of the path before /qr/", async () => {
    const { url, headers, body = "" } = await createdBy("speedcash", {})
    const hash = createHash("sha256").update(body).digest("hex")
    const signed = `POST:${vectorOf("speedcash-sdk-generate").path}:eyJ.test.token:${hash}:${NOON}`
    expect(headers["x-signature"]).toBe(createHmac("sha512", SECRET).update(signed).digest("base64"))
    expect(url).toBe("https://acquirer.example/mount/qr/qr-mpm-generate")
    expect(headers["x-external-id"]).toMatch(/^\d{30}$/)
  })
})

/** Rp 25.000, with a right CRC. */
const QR =
  "00020101021226650017ID.CO.EXAMPLE.WWW01189360091500000012340211TOKOCONTOH10303UMI5204581253033605405250005802ID5911TOKO CONTOH6007JAKARTA61051031063046243"
const CREATED = { responseCode: "2004700", partnerReferenceNo: "order-1", qrContent: QR }
const INQUIRED = {
  responseCode: "2005100",
  originalPartnerReferenceNo: "order-1",
  latestTransactionStatus: "00",
  amount: { value: "25000.00", currency: "IDR" },
}

describe("later calls have what they want of the create", () => {
  const create = (name: Name, answers: Readonly<Record<string, object>>) => {
    const shop = opened(name, answers)
    const order = new SnapCreate({ amount: Rupiah.make(25_000), externalId: "order-1" })
    return Effect.map(shop.provider.create(order), ({ ref }) => ({
      ...shop,
      ref: new PaymentRef(JSON.parse(JSON.stringify(ref))),
    }))
  }
  const bodyOf = (request: TransportRequest | undefined) => JSON.parse(request?.body ?? "{}")

  it("at OCBC its X-EXTERNAL-ID and its day", () =>
    at(
      // Just before midnight in Jakarta.
      "2026-01-02T23:59:59+07:00",
      Effect.gen(function* () {
        const answers = { generate: { ...CREATED, referenceNo: "OC0001" }, query: INQUIRED }
        const { provider, sent, ref } = yield* create("ocbc", answers)
        yield* TestClock.adjust("1 minute")
        expect((yield* provider.inquire(ref)).status).toBe("paid")
        expect(bodyOf(sent[1])).toEqual({
          originalReferenceNo: "OC0001",
          originalExternalId: sent[0]?.headers["x-external-id"],
          serviceCode: "47",
          merchantId: "000000000000001",
          additionalInfo: { originalTransactionDate: "20260102", terminalId: "A1", memberBank: "999" },
        })
      }),
    ))

  it("at BTN its time", () =>
    at(
      NOON,
      Effect.gen(function* () {
        const { sent, ref, provider } = yield* create("btn", {
          generate: { ...CREATED, referenceNo: "B1" },
          cancel: { responseCode: "2007700" },
          refund: { responseCode: "2007800", refundNo: "R1" },
        })
        yield* TestClock.adjust("1 minute")
        if (!canCancel(provider) || !canRefund(provider)) throw new Error("BTN has all four verbs")
        yield* provider.cancel(ref)
        yield* provider.refund(ref, { externalId: "refund-1" })
        for (const request of [sent[1], sent[2]])
          expect(bodyOf(request).additionalInfo).toEqual({
            generateTime: NOON,
            terminalId: "0000000000000001",
          })
      }),
    ))

  it("at SpeedCash its qrId", () =>
    at(
      NOON,
      Effect.gen(function* () {
        const { sent, ref, provider } = yield* create("speedcash", {
          generate: { ...CREATED, additionalInfo: { qrId: "19783090" } },
          query: { ...INQUIRED, originalReferenceNo: "4124213214" },
        })
        expect((yield* provider.inquire(ref)).status).toBe("paid")
        expect(bodyOf(sent[1])).toEqual({
          merchantId: "121xxxx",
          serviceCode: "47",
          additionalInfo: { qrId: "19783090" },
        })
      }),
    ))
})

describe("a callback", () => {
  const reading = (name: Name, headers: Record<string, string>, body: string) =>
    Effect.runPromise(opened(name).provider.notifications.read({ headers, body }))

  it("of OCBC is verified as its vector has it", async () => {
    const { timestamp, body, expect: expected } = vectorOf("ocbc-notify-hmac-no-token")
    const headers = { "x-timestamp": timestamp, "x-signature": expected.base64 }
    expect(await reading("ocbc", headers, body)).toMatchObject({
      claimedStatus: "paid",
      authenticity: "signed",
    })
    await expect(reading("ocbc", headers, body.replace('"00"', '"05"'))).rejects.toThrow("X-SIGNATURE is not")
  })

  it("of BNI needs a token that we issued", async () => {
    const { timestamp, body, token, expect: expected } = vectorOf("bni-notify-issued-token-full-path")
    const headers = {
      "x-timestamp": timestamp,
      "x-signature": expected.base64,
      authorization: `Bearer ${token}`,
    }
    await expect(reading("bni", headers, body)).rejects.toThrow("bearer token is none that we issued")
  })
})

describe("the pieces of the others", async () => {
  const pieces = Object.entries(await exportsOf("custom", "pieces")) as ReadonlyArray<
    readonly [string, Partial<SnapProfileInput>]
  >
  const whole: SnapProfileInput = profiles.btn
  const settings = { channelId: "95221", origin: "https://toko.example", terminalId: "T1" }

  it("are those of Brick, Finpay, Yokke, QoinHub and KirimDOKU", () => {
    expect(pieces.map(([name]) => name).sort()).toEqual(["brick", "finpay", "kirimDoku", "qoinhub", "yokke"])
  })

  it.each(pieces)("%s: pass the check within a profile", (_, piece) => {
    const profile = {
      ...whole,
      ...piece,
      verbs: { create: standard.CREATE, inquire: standard.INQUIRE, ...piece.verbs },
    }
    const decoded = decodeConfig(inputOf(profile, { merchantId: "M1", settings }))
    expect(Result.isFailure(decoded) ? decoded.failure.issues : []).toEqual([])
  })
})
