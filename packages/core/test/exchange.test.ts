import { inspect } from "node:util"
import { it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as fc from "fast-check"
import { describe, expect } from "vitest"
import type { Operation, QrisError } from "../src/error.js"
import { type Call, decoderOf, type ExchangeOptions, makeExchange } from "../src/provider-kit/exchange.js"
import { reasonOfStatus } from "../src/provider-kit/http-failure.js"
import { type Move, type Sent, scriptedTransport } from "./support/scripted-transport.js"

const PASSWORD = "hunter2-is-the-password"
const TOKEN = "token-of-this-call-only"

const Answered = Schema.Struct({ state: Schema.String })

const call = (changes: Partial<Call<typeof Answered.Type>> = {}): Call<typeof Answered.Type> => ({
  operation: "inquire",
  url: "https://api.example.co.id/status",
  headers: { "x-signature": "abc" },
  body: { id: "p-1" },
  decode: decoderOf(Answered),
  refusal: (answer) =>
    reasonOfStatus(changes.operation ?? "inquire", answer, answer.body !== undefined, {
      providerMessage: answer.clean(JSON.stringify(answer.body) ?? ""),
    }),
  ...changes,
})

const optionsOver = (transport: ExchangeOptions["transport"]): ExchangeOptions => ({
  provider: "contoh",
  userAgent: "@qriskit/provider-contoh/1.2.3",
  transport,
  timeouts: { connect: 5_000, headers: 15_000, body: 10_000, deadline: 30_000 },
  retry: { times: 3, baseDelay: 200, maxDelay: 5_000 },
  secrets: [Redacted.make(PASSWORD)],
})

const exchangeOver = (moves: ReadonlyArray<Move>, options: Partial<ExchangeOptions> = {}) => {
  const { transport, sent } = scriptedTransport(moves)
  const exchange = makeExchange({ ...optionsOver(transport), ...options })
  const send = <A>(one: Call<A>) => exchange.send(one)
  return { send, deadlineFromNow: exchange.deadlineFromNow, sent }
}

/** Lets an hour of the test's clock pass while the call runs. */
const throughTime = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(fiber)
  })

const failureOf = <A>(effect: Effect.Effect<A, QrisError>): Effect.Effect<QrisError, A> =>
  throughTime(Effect.flip(effect))

/** No jitter: every pause is as long as it can be. */
const withoutJitter = Effect.provideService(Random.Random, {
  nextIntUnsafe: () => 0,
  nextDoubleUnsafe: () => 0,
})

const pausesBetween = (sent: ReadonlyArray<Sent>): ReadonlyArray<number> =>
  sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? Number.NaN))

const ok: Move = { status: 200, body: '{"state":"PAID","more":[1]}' }
const refusedPort: Move = { kind: "network", outcome: "not_sent", code: "ECONNREFUSED" }
const brokenLine: Move = { kind: "network", outcome: "unknown" }
const noAnswer: Move = { kind: "timeout", outcome: "unknown" }
const unavailable: Move = { status: 503, body: "<html>" }

describe("a call", () => {
  it.effect("goes out as JSON, with the provider's headers and the package's name and version", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([ok])
      yield* send(call())
      expect(sent).toEqual([
        {
          at: 0,
          method: "POST",
          url: "https://api.example.co.id/status",
          headers: {
            "content-type": "application/json",
            accept: "application/json",
            "accept-encoding": "identity",
            "user-agent": "@qriskit/provider-contoh/1.2.3",
            "x-signature": "abc",
          },
          body: '{"id":"p-1"}',
          timeouts: { headers: 15_000, body: 10_000, total: 30_000 },
        },
      ])
    }),
  )

  it.effect("is a GET without a body where it asks so", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([ok])
      const { body: _, ...bare } = call({ method: "GET" })
      yield* send(bare)
      expect(sent).toMatchObject([{ method: "GET", url: "https://api.example.co.id/status" }])
      expect(sent[0]).not.toHaveProperty("body")
      expect(sent[0]?.headers).not.toHaveProperty("content-type")
    }),
  )

  it.effect(
    "is signed anew for every attempt, over the very text that is sent, with the time of the attempt",
    () =>
      Effect.gen(function* () {
        const { send, sent } = exchangeOver([refusedPort, refusedPort, ok])
        const sign = (body: string, now: number) => ({ "x-signed": `${body} at ${now}` })
        yield* throughTime(withoutJitter(send(call({ sign }))))
        expect(sent.map(({ headers }) => headers["x-signed"])).toEqual(
          [0, 200, 600].map((now) => `${sent[0]?.body} at ${now}`),
        )
        expect(sent[0]?.headers["x-signature"]).toBe("abc")
      }),
  )

  it.effect("answered with what is no JSON is said to be compressed, where it is", () =>
    Effect.gen(function* () {
      const packed: Move = { status: 200, body: "not JSON", headers: { "content-encoding": "zstd" } }
      const { send } = exchangeOver([packed], { retry: { times: 0, baseDelay: 200, maxDelay: 5_000 } })
      const { reason } = yield* failureOf(send(call({ operation: "create" })))
      expect(reason._tag).toBe("MalformedResponse")
      expect(reason.message).toContain("compressed (zstd)")
    }),
  )

  it.effect("that a transport fails with something of its own has an unknown outcome", () =>
    Effect.gen(function* () {
      // A transport of somebody without types.
      const send = (() => Effect.fail("what it likes")) as unknown as ExchangeOptions["transport"]["send"]
      const error = yield* failureOf(makeExchange(optionsOver({ send })).send(call({ operation: "create" })))
      expect(error).toMatchObject({ outcome: "unknown", reason: { description: "the transport failed" } })
    }),
  )

  it.effect("without a body is signed over an empty one", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([ok])
      yield* send(call({ method: "GET", body: undefined, sign: (body) => ({ "x-signed": `<${body}>` }) }))
      expect(sent[0]?.headers["x-signed"]).toBe("<>")
    }),
  )

  it.effect("gives the fields that were asked for, and the body it came from", () =>
    Effect.gen(function* () {
      const { answer, raw } = yield* exchangeOver([ok]).send(call())
      expect({ answer, raw }).toEqual({ answer: { state: "PAID" }, raw: { state: "PAID", more: [1] } })
    }),
  )

  it.effect("is refused where the provider's table says so, with what the provider said", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([{ status: 404, body: '{"message":"no such id"}' }])
      const error = yield* failureOf(send(call()))
      expect(error.reason).toMatchObject({ _tag: "PaymentNotFound", httpStatus: 404 })
      expect(error.message).toContain("no such id")
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect.each<[string, string | Uint8Array, string]>([
    ["is no JSON", "<html>", "the body is not JSON"],
    ["is empty", "", "the body is empty"],
    ["is no text", Uint8Array.of(0xff), "the body is not JSON"],
    ["has another shape", '{"state":5}', "it is not the documented answer: state must be text"],
    ["is no object", "null", "it is not the documented answer: must be an object"],
  ])("leaves its outcome unknown where the answer %s", ([, body, description]) =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([{ status: 200, body }])
      const error = yield* failureOf(send(call()))
      expect(error.reason).toMatchObject({ _tag: "MalformedResponse", httpStatus: 200, description })
      expect(error.outcome).toBe("unknown")
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect("is not repeated where the transport itself is not there: no network failed", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([{ kind: "unavailable", outcome: "not_sent" }])
      const error = yield* failureOf(send(call()))
      expect(error.reason).toMatchObject({ _tag: "Unsupported", why: "it broke" })
      expect([error.outcome, error.isRetryable]).toEqual(["not_sent", false])
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect.each([
    [{ kind: "network", outcome: "unknown", code: "ECONNRESET" }, "NetworkFailure"],
    [{ kind: "network", outcome: "not_sent" }, "NetworkFailure"],
    [{ kind: "timeout", outcome: "unknown" }, "TimedOut"],
    [{ kind: "timeout", outcome: "not_sent" }, "TimedOut"],
    [{ kind: "oversized", outcome: "unknown" }, "MalformedResponse"],
  ] as const)("keeps what the transport knows: %j", ([move, tag]) =>
    Effect.gen(function* () {
      const { send } = exchangeOver([move])
      const error = yield* failureOf(send(call({ operation: "create" })))
      expect(error.reason).toMatchObject({ _tag: tag, outcome: move.outcome, description: "it broke" })
      if ("code" in move) expect(error.reason).toHaveProperty("code", "ECONNRESET")
    }),
  )
})

describe("an exchange with what else a merchant's calls need", () => {
  it.effect("sends as any other, each with its own settings", () =>
    Effect.gen(function* () {
      const { transport, sent } = scriptedTransport([ok, brokenLine, brokenLine, ok, ok])
      const patient = makeExchange(optionsOver(transport), { account: "toko-1" })
      const once = makeExchange(
        { ...optionsOver(transport), retry: { times: 0, baseDelay: 200, maxDelay: 5_000 } },
        { account: "toko-2" },
      )
      const patientToo = makeExchange(optionsOver(transport), { account: "toko-3" })
      expect([patient.account, once.account, patientToo.account]).toEqual(["toko-1", "toko-2", "toko-3"])
      yield* throughTime(patient.send(call()))
      expect((yield* failureOf(once.send(call()))).outcome).toBe("unknown")
      expect(sent).toHaveLength(2)
      yield* throughTime(patientToo.send(call()))
      yield* throughTime(patient.send(call()))
      expect(sent).toHaveLength(5)
    }),
  )

  it("takes nothing by a name that is its own", () => {
    const options = optionsOver(scriptedTransport([]).transport)
    // @ts-expect-error It would send by that.
    makeExchange(options, { send: () => Effect.void })
    // @ts-expect-error Secrets would not be taken out.
    makeExchange(options, { text: "hello" })
  })
})

describe("a call that may be repeated", () => {
  it.effect.each([
    ["a broken line", brokenLine],
    ["no answer in time", noAnswer],
    ["a refused port", refusedPort],
    ["a server error", unavailable],
    ["too many requests", { status: 429, body: "{}" }],
  ] as const)("is a read, after %s", ([, move]) =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([move, move, ok])
      const { answer } = yield* throughTime(send(call()))
      expect(answer.state).toBe("PAID")
      expect(sent).toHaveLength(3)
    }),
  )

  it.effect("is a payment that was surely not sent", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([refusedPort, { kind: "timeout", outcome: "not_sent" }, ok])
      yield* throughTime(send(call({ operation: "create" })))
      expect(sent).toHaveLength(3)
    }),
  )

  it.effect.each([
    ["a broken line", "create", brokenLine],
    ["no answer in time", "create", noAnswer],
    ["a server error", "create", unavailable],
    ["too many requests", "create", { status: 429, body: "{}" }],
    ["an answer that is too long", "create", { kind: "oversized", outcome: "unknown" }],
    ["a broken line", "cancel", brokenLine],
    ["a broken line", "refund", brokenLine],
  ] as const)("is not, after %s, a %s", ([, operation, move]) =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([move, ok])
      yield* failureOf(send(call({ operation })))
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect("is no read that was refused for good", () =>
    Effect.gen(function* () {
      for (const status of [400, 401, 403, 404, 409, 302]) {
        const { send, sent } = exchangeOver([{ status, body: "{}" }, ok])
        yield* failureOf(send(call()))
        expect(sent).toHaveLength(1)
      }
    }),
  )

  it.effect("is whatever the provider says is a read", () =>
    Effect.gen(function* () {
      const login = exchangeOver([unavailable, ok])
      yield* throughTime(login.send(call({ operation: "create", isRead: true })))
      expect(login.sent).toHaveLength(2)
      const inquiry = exchangeOver([unavailable, ok])
      yield* failureOf(inquiry.send(call({ isRead: false })))
      expect(inquiry.sent).toHaveLength(1)
    }),
  )

  it.effect("ends after the repeats that the policy allows, with the last failure", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([brokenLine, brokenLine, brokenLine, unavailable, ok])
      const error = yield* failureOf(send(call()))
      expect(error.reason._tag).toBe("ProviderUnavailable")
      expect(sent).toHaveLength(4)
    }),
  )

  it.effect("is sent once where the policy allows no repeats", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([refusedPort, ok], {
        retry: { times: 0, baseDelay: 1, maxDelay: 1 },
      })
      yield* failureOf(send(call()))
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect("waits twice as long each time, up to the longest pause", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([refusedPort], {
        retry: { times: 6, baseDelay: 200, maxDelay: 1_500 },
      })
      yield* withoutJitter(failureOf(send(call())))
      expect(pausesBetween(sent)).toEqual([200, 400, 800, 1_500, 1_500, 1_500])
    }),
  )

  it.effect("waits a little less by chance, so that callers do not come back together", () =>
    Effect.gen(function* () {
      const pauses: Array<ReadonlyArray<number>> = []
      for (const seed of ["a", "b"]) {
        const { send, sent } = exchangeOver([refusedPort])
        yield* Random.withSeed(failureOf(send(call())), seed)
        pauses.push(pausesBetween(sent))
      }
      expect(pauses[0]).not.toEqual(pauses[1])
      for (const [first, second, third] of pauses) {
        expect(first).toSatisfy((pause: number) => pause >= 150 && pause <= 200)
        expect(second).toSatisfy((pause: number) => pause >= 300 && pause <= 400)
        expect(third).toSatisfy((pause: number) => pause >= 600 && pause <= 800)
      }
    }),
  )

  it.effect("waits as long as the provider asks", () =>
    Effect.gen(function* () {
      const busy: Move = { status: 429, body: "{}", headers: { "retry-after": "12" } }
      const { send, sent } = exchangeOver([busy, ok])
      yield* throughTime(send(call()))
      expect(pausesBetween(sent)).toEqual([12_000])
    }),
  )

  it.effect("waits until the date that the provider names", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 3, 7, 12))
      const headers = { "retry-after": "Tue, 07 Apr 2026 12:00:20 GMT" }
      const { send, sent } = exchangeOver([{ status: 503, headers, after: "5 seconds" }, ok])
      yield* throughTime(send(call()))
      expect(pausesBetween(sent)).toEqual([20_000])
    }),
  )

  it.effect("never follows a payment that the provider may have seen, whatever happens", () =>
    Effect.promise(() => {
      const move = fc.constantFrom<Move>(refusedPort, brokenLine, noAnswer, unavailable, ok, {
        status: 429,
        body: "{}",
        headers: { "retry-after": "0" },
      })
      return fc.assert(
        fc.asyncProperty(
          fc.array(move, { minLength: 1, maxLength: 8 }),
          fc.constantFrom<Operation>("create", "cancel", "refund"),
          (moves, operation) => {
            const { send, sent } = exchangeOver(moves)
            const verify = () => {
              const mayHaveBeenSeen = moves.slice(0, sent.length - 1).filter((move) => move !== refusedPort)
              expect(mayHaveBeenSeen).toEqual([])
              expect(sent.length).toBeLessThanOrEqual(4)
            }
            return throughTime(Effect.exit(send(call({ operation })))).pipe(
              Effect.provide(TestClock.layer()),
              Effect.map(verify),
              Effect.runPromise,
            )
          },
        ),
      )
    }),
  )
})

describe("the deadline", () => {
  it.effect("leaves each attempt only the time that is left", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([{ ...brokenLine, after: "20 seconds" }, ok])
      yield* withoutJitter(throughTime(send(call())))
      expect(sent.map(({ timeouts }) => timeouts)).toEqual([
        { headers: 15_000, body: 10_000, total: 30_000 },
        { headers: 9_800, body: 9_800, total: 9_800 },
      ])
    }),
  )

  it.effect("lets no attempt begin for which no time would be left, and says what went wrong before", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([{ ...brokenLine, after: "29900 millis" }, ok])
      const error = yield* failureOf(send(call()))
      expect(error.reason._tag).toBe("NetworkFailure")
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect("cuts short a wait that the provider asks for, and hands the wait on", () =>
    Effect.gen(function* () {
      const busy: Move = { status: 429, body: "{}", headers: { "retry-after": "30" } }
      const { send, sent } = exchangeOver([busy, ok])
      // Fails at once: no time of the clock passes.
      const error = yield* Effect.flip(send(call()))
      expect(error.reason._tag).toBe("RateLimited")
      expect(error.retryAfter).toEqual(Duration.seconds(30))
      expect(sent).toHaveLength(1)
    }),
  )

  it.effect("may be shared by several calls", () =>
    Effect.gen(function* () {
      const { send, deadlineFromNow, sent } = exchangeOver([ok])
      const deadlineAt = yield* deadlineFromNow
      yield* send(call({ deadlineAt }))
      yield* TestClock.adjust("29 seconds")
      yield* send(call({ deadlineAt }))
      expect(sent.map(({ timeouts }) => timeouts.total)).toEqual([30_000, 1_000])
    }),
  )

  it.effect("that has passed lets nothing be sent", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([ok])
      yield* TestClock.adjust("1 second")
      const error = yield* Effect.flip(send(call({ operation: "create", deadlineAt: 1_000 })))
      expect(error.reason).toMatchObject({ _tag: "TimedOut", outcome: "not_sent" })
      expect(sent).toHaveLength(0)
    }),
  )

  it.effect("is the caller's to cut: an interrupted call sends nothing more", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([brokenLine])
      const fiber = yield* Effect.forkChild(send(call()))
      yield* TestClock.adjust("100 millis")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 hour")
      expect(Exit.hasInterrupts(yield* Fiber.await(fiber))).toBe(true)
      expect(sent).toHaveLength(1)
    }),
  )
})

describe("a secret", () => {
  const secrets = [Redacted.make(TOKEN)]
  const echo = (status: number): Move => ({
    status,
    body: JSON.stringify({
      [PASSWORD]: TOKEN,
      state: "PAID",
      message: `bad password ${PASSWORD}`,
      list: [TOKEN],
    }),
  })

  it.effect("that the provider echoes is not in the raw answer", () =>
    Effect.gen(function* () {
      const { raw } = yield* exchangeOver([echo(200)]).send(call({ secrets }))
      expect(raw).toEqual({
        state: "PAID",
        "<redacted>": "<redacted>",
        message: "bad password <redacted>",
        list: ["<redacted>"],
      })
    }),
  )

  it.effect("that the provider echoes is in no error", () =>
    Effect.gen(function* () {
      const decodeNumbers = decoderOf(Schema.Record(Schema.String, Schema.Finite))
      for (const status of [200, 400, 503]) {
        const { send } = exchangeOver([echo(status)])
        const error = yield* failureOf(send({ ...call({ secrets }), decode: decodeNumbers }))
        const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 20 })].join(
          "\n",
        )
        expect(shown).not.toContain(PASSWORD)
        expect(shown).not.toContain(TOKEN)
        expect(shown).toContain("<redacted>")
      }
    }),
  )

  it.effect("with a quote in it is in no error where the provider echoes the JSON that it was sent", () =>
    Effect.gen(function* () {
      const quoted = 'S3cret"quote\\pw'
      const echoed = { message: `cannot log in with ${JSON.stringify({ password: quoted, user: "contoh" })}` }
      const { send } = exchangeOver([{ status: 400, body: JSON.stringify(echoed) }], {
        secrets: [Redacted.make(quoted)],
      })
      const { message } = yield* failureOf(send(call()))
      expect(message).toContain("<redacted>")
      expect(message).toContain("contoh")
      expect(message).not.toContain("S3cret")
      expect(message).not.toContain("quote")
    }),
  )

  it.effect("is in nothing that is logged about a repeat", () =>
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.make(({ message }) => {
        lines.push(inspect(message))
      })
      const { send } = exchangeOver([brokenLine, ok])
      yield* withoutJitter(
        throughTime(send(call({ headers: { authorization: PASSWORD }, body: { PASSWORD } }))),
      ).pipe(
        Effect.provideService(References.MinimumLogLevel, "Trace"),
        Effect.provide(Logger.layer([logger])),
      )
      expect(lines).toEqual(["[ 'contoh inquire: repeat 1 in 200 ms after NetworkFailure' ]"])
    }),
  )
})

describe("a create whose repeat is answered as the first attempt was", () => {
  const create = (changes: Partial<Call<typeof Answered.Type>> = {}) =>
    call({ operation: "create", sameAnswerMillis: 300_000, ...changes })
  const DUPLICATE: Move = { status: 409, body: '{"message":"used before"}' }

  it.effect.each<[string, Move]>([
    ["a broken line", brokenLine],
    ["silence", noAnswer],
    ["a 503", unavailable],
    ["an answer that cannot be read", { status: 200, body: "<html>" }],
  ])("becomes known by one repeat after %s, the request unchanged", ([, move]) =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([move, ok])
      const { answer } = yield* throughTime(send(create()))
      expect(answer).toEqual({ state: "PAID" })
      expect(sent).toHaveLength(2)
      const [first, second] = sent.map(({ at: _, timeouts: __, ...request }) => request)
      expect(second).toEqual(first)
    }),
  )

  it.effect.each<[string, Move]>([
    ["is unknown too", unavailable],
    ["is refused", DUPLICATE],
    ["is not sent", refusedPort],
  ])("stays as unknown as it was where the repeat %s, and is not repeated again", ([, move]) =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([brokenLine, move, ok])
      const error = yield* failureOf(send(create()))
      expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "NetworkFailure" } })
      expect(sent).toHaveLength(2)
    }),
  )

  it.effect("is not repeated where it was refused, where repeats are off, nor past that time", () =>
    Effect.gen(function* () {
      const refused = exchangeOver([DUPLICATE, ok])
      expect((yield* failureOf(refused.send(create()))).reason._tag).toBe("DuplicateExternalId")
      expect(refused.sent).toHaveLength(1)

      const off = exchangeOver([brokenLine, ok], { retry: { times: 0, baseDelay: 200, maxDelay: 5_000 } })
      expect((yield* failureOf(off.send(create()))).outcome).toBe("unknown")
      expect(off.sent).toHaveLength(1)

      const late = exchangeOver([brokenLine, ok])
      expect((yield* failureOf(late.send(create({ sameAnswerMillis: 100 })))).outcome).toBe("unknown")
      expect(late.sent).toHaveLength(1)
    }),
  )

  it.effect("is learned after connections that were refused before, too", () =>
    Effect.gen(function* () {
      const { send, sent } = exchangeOver([refusedPort, brokenLine, ok])
      expect((yield* throughTime(send(create()))).answer).toEqual({ state: "PAID" })
      expect(sent).toHaveLength(3)
    }),
  )
})
