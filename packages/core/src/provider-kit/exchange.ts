import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { mayPass, type Operation, QrisError } from "../error.js"
import { listIssues } from "../field-issue.js"
import { MalformedResponse, NetworkFailure, type Reason, TimedOut, Unsupported } from "../reason.js"
import type { TransportFailure, TransportRequest, TransportResponse } from "../transport.js"
import { type Answer, headerOf } from "./answer.js"
import { contentEncodingIn } from "./content-encoding.js"
import { decodeDirectly } from "./direct-reader.js"
import { type ExchangeOptions, type ExchangeSettings, settingsOf } from "./exchange-settings.js"
import { parseJson } from "./json-body.js"
import { pauseBefore } from "./retry.js"
import { issuesOf } from "./schema-issues.js"
import { type Scrubber, SecretScrubber } from "./scrub.js"
import { untraced } from "./untraced.js"
import { clockWith, matchEffect } from "./without-fiber.js"

export type { ExchangeOptions } from "./exchange-settings.js"

/** One call of a provider's API, signed already. */
export interface Call<A> {
  readonly operation: Operation
  /** Default: POST. */
  readonly method?: TransportRequest["method"]
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The JSON to send. Absent: none is sent. */
  readonly body?: unknown
  /**
   * Headers of one attempt, for signatures that hold a time or an id of their own. Made anew for every attempt, over
   * the text that is sent: it was serialised once.
   *
   * @param body the text of the body; empty where none is sent
   * @param now in milliseconds since 1970
   */
  readonly sign?: (body: string, now: number) => Readonly<Record<string, string>>
  /** Decodes an accepted answer: lenient, only the fields that are used. See `decoderOf`. */
  readonly decode: (body: unknown) => Result.Result<A, Schema.SchemaError>
  /** The provider's table of refusals. `undefined`: the answer is accepted. */
  readonly refusal: (answer: Answer) => Reason | undefined
  /** Whether a repeat does no harm. Default: only `inquire`. */
  readonly isRead?: boolean
  /**
   * Where the provider answers a repeat of this very request, within so many milliseconds of the first attempt, as it
   * answered the first (`capabilities.repeatedCreate`): after an unknown outcome it is repeated once, to learn what
   * became of it. Unless the repeat is accepted, the outcome stays the first one.
   */
  readonly sameAnswerMillis?: number | undefined
  /**
   * No attempt begins or goes on after this time, in milliseconds since 1970. Default: the policy's deadline from now.
   */
  readonly deadlineAt?: number
  /** More secrets that only this call knows, such as a fresh token, or the signature in its headers. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string> | string>
}

/** A decoded answer, and the body it came from with secrets removed. */
export interface Exchanged<A> {
  readonly answer: A
  readonly raw: unknown
  /** Cleans a text of the answer that people will read: a status word, a payer's name. Ids are compared as they are. */
  readonly clean: (text: string) => string
}

/** A lenient decoder for a provider's answers: unknown fields are ignored. */
export const decoderOf = <S extends Schema.Codec<unknown, unknown>>(
  schema: S,
): ((body: unknown) => Result.Result<S["Type"], Schema.SchemaError>) => decodeDirectly(schema)

const reasonOfTransport = (failure: TransportFailure): Reason => {
  const { outcome, description, code } = failure
  switch (failure.kind) {
    case "timeout":
      return new TimedOut({ outcome, description })
    case "oversized":
      return new MalformedResponse({ outcome, description })
    case "unavailable":
      return new Unsupported({ why: description })
    case "network":
      return new NetworkFailure({ outcome, description, ...(code === undefined ? {} : { code }) })
    // A transport of one's own, in code without types. What became of the request it does not say.
    default:
      return new NetworkFailure({ outcome: "unknown", description: "the transport failed" })
  }
}

/** What sends one client's calls. */
export interface Exchange {
  /** Sends one call. Fails with the `QrisError` of the last attempt. */
  send<A>(call: Call<A>): Effect.Effect<Exchanged<A>, QrisError>
  /** The time by which a call that begins now must have ended, in milliseconds since 1970. */
  readonly deadlineFromNow: Effect.Effect<number>
}

/**
 * What sends one client's calls, its secrets in it. It may be one of thousands, each of whose parts is fetched from
 * main memory when its turn comes: so it is one object, and holds no more than it must.
 */
class Client extends SecretScrubber implements Exchange {
  readonly #settings: ExchangeSettings

  constructor(options: ExchangeOptions) {
    super(options.secrets)
    this.#settings = settingsOf(options)
  }

  send<A>(call: Call<A>): Effect.Effect<Exchanged<A>, QrisError> {
    return clockWith((clock) => {
      const settings = this.#settings
      const startedAt = clock.currentTimeMillisUnsafe()
      const { deadlineAt = startedAt + settings.deadlineMillis } = call
      const body = call.body === undefined ? undefined : JSON.stringify(call.body)
      return attempts({ settings, scrubber: this, call, body, clock, startedAt, deadlineAt }, 1)
    })
  }

  get deadlineFromNow(): Effect.Effect<number> {
    return clockWith((clock) =>
      Effect.succeed(clock.currentTimeMillisUnsafe() + this.#settings.deadlineMillis),
    )
  }
}

/** A call under way: the text of its body, and until when. Times in milliseconds since 1970. */
interface UnderWay<A> {
  readonly settings: ExchangeSettings
  readonly scrubber: SecretScrubber
  readonly call: Call<A>
  readonly body: string | undefined
  readonly clock: Clock.Clock
  readonly startedAt: number
  readonly deadlineAt: number
}

const fail = ({ provider }: ExchangeSettings, operation: Operation, reason: Reason) =>
  new QrisError({ provider, operation, reason })

const read = <A>(
  { settings, scrubber, call }: UnderWay<A>,
  response: TransportResponse,
  receivedAt: number,
): Result.Result<Exchanged<A>, QrisError> => {
  const { operation } = call
  const cleaner = call.secrets === undefined ? scrubber : scrubber.and(call.secrets)
  const clean = (text: string) => cleaner.text(text)
  const body = parseJson(response.body)
  const refusal = call.refusal({
    url: call.url,
    status: response.status,
    headers: response.headers,
    body: Result.isSuccess(body) ? body.success : undefined,
    clean,
    receivedAt,
  })
  if (refusal !== undefined) return Result.fail(fail(settings, operation, refusal))
  const malformed = (description: string) =>
    Result.fail(
      fail(
        settings,
        operation,
        new MalformedResponse({ outcome: "unknown", httpStatus: response.status, description }),
      ),
    )
  if (Result.isFailure(body)) {
    const encoding = contentEncodingIn(headerOf(response.headers, "content-encoding"))
    return malformed(
      encoding === undefined
        ? body.failure
        : `${body.failure}; it came compressed (${encoding}), which was not asked for`,
    )
  }
  const decoded = call.decode(body.success)
  if (Result.isFailure(decoded)) {
    return malformed(clean(`it is not the documented answer: ${listIssues(issuesOf(decoded.failure))}`))
  }
  return Result.succeed({ answer: decoded.success, raw: cleaner.value(body.success), clean })
}

const isRepeatable = <A>(
  { operation, isRead = operation === "inquire" }: Call<A>,
  error: QrisError,
): boolean => (isRead ? mayPass(error.reason) : error.isRetryable && error.outcome === "not_sent")

/** Until when a repeat is answered as the first attempt was, in milliseconds since 1970; 0 where it never is. */
const answeredAlikeUntil = <A>({ call, startedAt }: UnderWay<A>, error: QrisError): number =>
  call.sameAnswerMillis !== undefined && error.outcome === "unknown" ? startedAt + call.sameAnswerMillis : 0

/** What becomes of an attempt that failed. */
type Failed<A> = (error: QrisError) => Effect.Effect<Exchanged<A>, QrisError>

const attempts = <A>(underWay: UnderWay<A>, repeat: number): Effect.Effect<Exchanged<A>, QrisError> =>
  attempt(underWay, (error) =>
    repeat > underWay.settings.retry.times ? Effect.fail(error) : repeated(underWay, repeat, error),
  )

/** The request of an attempt that is made now. */
const requestOf = <A>(
  { settings: { headersMillis, bodyMillis, common }, call, body, deadlineAt }: UnderWay<A>,
  now: number,
): TransportRequest => {
  const { method = "POST", url } = call
  const remaining = deadlineAt - now
  const made = {
    method,
    url,
    headers: {
      ...(body === undefined ? common.bare : common.withBody),
      ...call.headers,
      ...call.sign?.(body ?? "", now),
    },
    timeouts: {
      headers: Math.min(headersMillis, remaining),
      body: Math.min(bodyMillis, remaining),
      total: remaining,
    },
  }
  return body === undefined ? made : { ...made, body }
}

const attempt = <A>(underWay: UnderWay<A>, failed: Failed<A>): Effect.Effect<Exchanged<A>, QrisError> => {
  const { settings, call, clock, deadlineAt } = underWay
  const now = clock.currentTimeMillisUnsafe()
  if (deadlineAt <= now) {
    const reason = new TimedOut({ outcome: "not_sent", description: "the deadline passed before sending" })
    return failed(fail(settings, call.operation, reason))
  }
  return matchEffect(settings.transport.send(requestOf(underWay, now)), {
    onFailure: (failure) => failed(fail(settings, call.operation, reasonOfTransport(failure))),
    onSuccess: (response) => {
      const exchanged = read(underWay, response, clock.currentTimeMillisUnsafe())
      return Result.isSuccess(exchanged) ? Effect.succeed(exchanged.success) : failed(exchanged.failure)
    },
  })
}

const repeated = untraced(function* <A>(
  underWay: UnderWay<A>,
  repeat: number,
  error: QrisError,
): Effect.fn.Return<Exchanged<A>, QrisError> {
  const { settings, call, clock, deadlineAt } = underWay
  const { provider, retry } = settings
  const alikeUntil = answeredAlikeUntil(underWay, error)
  const isToLearn = alikeUntil > 0
  if (!isToLearn && !isRepeatable(call, error)) return yield* error
  const retryAfter = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
  const pause = pauseBefore(retry, repeat, yield* Random.next, retryAfter)
  // The caller learns the last real failure, not that there was no time left to repeat it.
  const latest = isToLearn ? Math.min(alikeUntil, deadlineAt) : deadlineAt
  if (clock.currentTimeMillisUnsafe() + pause >= latest) return yield* error
  yield* Effect.logDebug(
    `${provider} ${call.operation}: repeat ${repeat} in ${pause} ms after ${error.reason._tag}`,
  )
  yield* Effect.sleep(pause)
  // What a refused repeat says is about itself: the first attempt may have acted all the same.
  return yield* isToLearn ? attempt(underWay, () => Effect.fail(error)) : attempts(underWay, repeat + 1)
})

/**
 * The one place that sends a provider's calls: send → parse → refuse or decode, with repeats inside one deadline.
 *
 * Repeats by itself only what was surely not sent, and reads. A provider builds the request, signs it, and hands over
 * its tables; it holds no plumbing.
 *
 * @param beside what else a call of this merchant needs, to be kept in the same object: of thousands of merchants each
 *   object that a call reads is fetched from main memory. What the object has itself cannot be among it
 *
 * @example
 * ```ts
 * import { decoderOf, makeExchange, reasonOfStatus, type ExchangeOptions } from "@qriskit/core/provider-kit"
 * import * as Schema from "effect/Schema"
 *
 * const decode = decoderOf(Schema.Struct({ state: Schema.String }))
 * const inquire = (options: ExchangeOptions, id: string) =>
 *   makeExchange(options).send({
 *     operation: "inquire",
 *     url: "https://api.example.co.id/status",
 *     headers: { "x-signature": "…" },
 *     body: { id },
 *     decode,
 *     refusal: (answer) => reasonOfStatus("inquire", answer, answer.body !== undefined),
 *   })
 * ```
 */
export const makeExchange = <Beside extends object>(
  options: ExchangeOptions,
  beside?: Beside & { readonly [_ in keyof Exchange | keyof Scrubber]?: never },
): Exchange & Beside =>
  // Without it there is nothing that `Beside` could be said to have.
  Object.assign(new Client(options), beside) as Exchange & Beside
