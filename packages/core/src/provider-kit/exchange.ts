import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { RetryPolicy, Timeouts } from "../configuration.js"
import { mayPass, type Operation, QrisError } from "../error.js"
import { listIssues } from "../field-issue.js"
import { MalformedResponse, NetworkFailure, type Reason, TimedOut } from "../reason.js"
import type { Transport, TransportFailure, TransportRequest, TransportResponse } from "../transport.js"
import type { Answer } from "./answer.js"
import { parseJson } from "./json-body.js"
import { pauseBefore } from "./retry.js"
import { issuesOf } from "./schema-issues.js"
import { makeScrubber } from "./scrub.js"

/** What one provider's calls have in common. */
export interface ExchangeOptions {
  /** The provider's id, for errors. */
  readonly provider: string
  /** Package name and version, sent as User-Agent: `@qriskit/provider-zipay/0.1.0`. */
  readonly userAgent: string
  readonly transport: Transport["Service"]
  readonly timeouts: Timeouts
  readonly retry: RetryPolicy
  /**
   * Everything that must never come back in an error or in `raw`, in each form in which it goes over the wire: the
   * password, and the Basic pair in base64 too.
   */
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
}

/** One call of a provider's API, signed already. */
export interface Call<A> {
  readonly operation: Operation
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The JSON to send. */
  readonly body: unknown
  /** Decodes an accepted answer: lenient, only the fields that are used. See `decoderOf`. */
  readonly decode: (body: unknown) => Result.Result<A, Schema.SchemaError>
  /** The provider's table of refusals. `undefined`: the answer is accepted. */
  readonly refusal: (answer: Answer) => Reason | undefined
  /** Whether a repeat does no harm. Default: only `inquire`. */
  readonly isRead?: boolean
  /** No attempt begins or goes on after this time, in milliseconds since 1970. Default: the policy's deadline from now. */
  readonly deadlineAt?: number
  /** More secrets that only this call knows, such as a fresh token. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
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
): ((body: unknown) => Result.Result<S["Type"], Schema.SchemaError>) => Schema.decodeUnknownResult(schema)

const reasonOfTransport = (failure: TransportFailure): Reason => {
  const { outcome, description, code } = failure
  switch (failure.kind) {
    case "timeout":
      return new TimedOut({ outcome, description })
    case "oversized":
      return new MalformedResponse({ outcome, description })
    case "network":
      return new NetworkFailure({ outcome, description, ...(code === undefined ? {} : { code }) })
  }
}

/**
 * The one place that sends a provider's calls: send → parse → refuse or decode, with repeats inside one deadline.
 *
 * Repeats by itself only what was surely not sent, and reads. A provider builds the request, signs it, and hands over
 * its tables; it holds no plumbing.
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
export const makeExchange = (options: ExchangeOptions) => {
  const { provider, transport, timeouts, retry } = options
  const scrub = makeScrubber(options.secrets)

  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": options.userAgent,
  }

  const fail = (operation: Operation, reason: Reason) => new QrisError({ provider, operation, reason })

  const read = <A>(
    call: Call<A>,
    response: TransportResponse,
    receivedAt: number,
  ): Result.Result<Exchanged<A>, QrisError> => {
    const { operation } = call
    const cleaner = call.secrets === undefined ? scrub : scrub.and(call.secrets)
    const body = parseJson(response.body)
    const refusal = call.refusal({
      status: response.status,
      headers: response.headers,
      body: Result.isSuccess(body) ? body.success : undefined,
      clean: cleaner.text,
      receivedAt,
    })
    if (refusal !== undefined) return Result.fail(fail(operation, refusal))
    const malformed = (description: string) =>
      Result.fail(
        fail(
          operation,
          new MalformedResponse({ outcome: "unknown", httpStatus: response.status, description }),
        ),
      )
    if (Result.isFailure(body)) return malformed(body.failure)
    const decoded = call.decode(body.success)
    if (Result.isFailure(decoded)) {
      return malformed(
        cleaner.text(`it is not the documented answer: ${listIssues(issuesOf(decoded.failure))}`),
      )
    }
    return Result.succeed({ answer: decoded.success, raw: cleaner.value(body.success), clean: cleaner.text })
  }

  const isRepeatable = <A>(
    { operation, isRead = operation === "inquire" }: Call<A>,
    error: QrisError,
  ): boolean => (isRead ? mayPass(error.reason) : error.isRetryable && error.outcome === "not_sent")

  const attempts = <A>(
    call: Call<A>,
    request: Omit<TransportRequest, "timeouts">,
    deadlineAt: number,
    repeat: number,
  ): Effect.Effect<Exchanged<A>, QrisError> =>
    Effect.clockWith((clock) => {
      const remaining = deadlineAt - clock.currentTimeMillisUnsafe()
      if (remaining <= 0) {
        return Effect.fail(
          fail(
            call.operation,
            new TimedOut({ outcome: "not_sent", description: "the deadline passed before sending" }),
          ),
        )
      }
      const repeated = (error: QrisError): Effect.Effect<Exchanged<A>, QrisError> =>
        repeat <= retry.times && isRepeatable(call, error)
          ? repeatAfterPause(call, request, deadlineAt, repeat, error)
          : Effect.fail(error)
      const attempt = transport.send({
        ...request,
        timeouts: {
          headers: Math.min(timeouts.headers, remaining),
          body: Math.min(timeouts.body, remaining),
          total: remaining,
        },
      })
      return Effect.matchEffect(attempt, {
        onFailure: (failure) => repeated(fail(call.operation, reasonOfTransport(failure))),
        onSuccess: (response) => {
          const exchanged = read(call, response, clock.currentTimeMillisUnsafe())
          return Result.isSuccess(exchanged) ? Effect.succeed(exchanged.success) : repeated(exchanged.failure)
        },
      })
    })

  const repeatAfterPause = Effect.fnUntraced(function* <A>(
    call: Call<A>,
    request: Omit<TransportRequest, "timeouts">,
    deadlineAt: number,
    repeat: number,
    error: QrisError,
  ) {
    const retryAfter = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
    const pause = pauseBefore(retry, repeat, yield* Random.next, retryAfter)
    // The caller learns the last real failure, not that there was no time left to repeat it.
    if ((yield* Clock.currentTimeMillis) + pause >= deadlineAt) return yield* error
    yield* Effect.logDebug(
      `${provider} ${call.operation}: repeat ${repeat} in ${pause} ms after ${error.reason._tag}`,
    )
    yield* Effect.sleep(pause)
    return yield* attempts(call, request, deadlineAt, repeat + 1)
  })

  return {
    /** Sends one call. Fails with the `QrisError` of the last attempt. */
    send: <A>(call: Call<A>): Effect.Effect<Exchanged<A>, QrisError> =>
      Effect.clockWith((clock) =>
        attempts(
          call,
          {
            method: "POST",
            url: call.url,
            headers: { ...headers, ...call.headers },
            body: JSON.stringify(call.body),
          },
          call.deadlineAt ?? clock.currentTimeMillisUnsafe() + timeouts.deadline,
          1,
        ),
      ),
    /** The time by which a call that begins now must have ended, in milliseconds since 1970. */
    deadlineFromNow: Effect.map(Clock.currentTimeMillis, (now) => now + timeouts.deadline),
  }
}

/** What `makeExchange` gives a provider. */
export type Exchange = ReturnType<typeof makeExchange>
