import { Transport, type TransportRequest } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-undici"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"

/** Answers that have come and are kept from whoever asked. */
export interface HeldAnswers {
  /** Resolves when all of them have come. */
  readonly come: Promise<void>
  /** Hands them on. */
  release(): void
}

/** The default transport, watched. */
export interface ObservedTransport {
  readonly transport: Transport["Service"]
  /** How many requests were handed over to be sent, those that met a refused connection included. */
  sent(): number
  /** Resolves when the next request is handed over. */
  nextSend(): Promise<void>
  /** The bearer tokens of all requests so far, in their order. */
  bearers(): ReadonlyArray<string>
  /** From now on requests that carry a bearer token carry this one; without it their own again. */
  replaceBearers(token?: string): void
  /** Keeps the answers to the next so many requests back: to the acquirer they are done, to the provider under way. */
  holdAnswers(count: number): HeldAnswers
  close(): Promise<void>
}

const BEARER = /^bearer (.+)$/i

const isAuthorization = (header: string): boolean => header.toLowerCase() === "authorization"

const bearerIn = ({ headers }: TransportRequest): string | undefined => {
  const [, value = ""] = Object.entries(headers).find(([header]) => isAuthorization(header)) ?? []
  return BEARER.exec(value)?.[1]
}

const withBearer = (request: TransportRequest, token: string): TransportRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([header, value]) => [
      header,
      isAuthorization(header) ? `Bearer ${token}` : value,
    ]),
  ),
})

/**
 * Opens the default transport, watched.
 *
 * @param secretHeaders their names, in lower case
 * @param onSecret told every value of a secret header, and the part after its scheme
 */
export const openObservedTransport = (
  options: { readonly connections: number; readonly connectTimeout: number },
  secretHeaders: ReadonlySet<string>,
  onSecret: (value: string, header: string) => void,
): ObservedTransport => {
  const { transport, close } = openTransport(options)
  const bearers: Array<string> = []
  let sent = 0
  let waiting: Array<() => void> = []
  let replacement: string | undefined
  let holding: Array<Effect.Effect<void>> = []

  const observe = (request: TransportRequest): void => {
    sent += 1
    const bearer = bearerIn(request)
    if (bearer !== undefined) bearers.push(bearer)
    for (const [name, value] of Object.entries(request.headers)) {
      const header = name.toLowerCase()
      if (!secretHeaders.has(header)) continue
      onSecret(value, header)
      onSecret(value.slice(value.indexOf(" ") + 1), header)
    }
    const told = waiting
    waiting = []
    for (const tell of told) tell()
  }

  const holdAnswers = (count: number): HeldAnswers => {
    const released = Deferred.makeUnsafe<void>()
    const come = Array.from({ length: count }, () => Deferred.makeUnsafe<void>())
    holding = come.map((one) => Effect.andThen(Deferred.succeed(one, undefined), Deferred.await(released)))
    return {
      come: Effect.runPromise(Effect.forEach(come, (one) => Deferred.await(one), { discard: true })),
      release: () => {
        Effect.runSync(Deferred.succeed(released, undefined))
      },
    }
  }

  return {
    transport: Transport.of({
      send: (request) =>
        Effect.suspend(() => {
          const hold = holding.shift()
          const isReplaced = replacement !== undefined && bearerIn(request) !== undefined
          const sending = isReplaced ? withBearer(request, replacement ?? "") : request
          observe(sending)
          const answer = transport.send(sending)
          return hold === undefined ? answer : Effect.tap(answer, () => hold)
        }),
    }),
    sent: () => sent,
    nextSend: () => new Promise((resolve) => waiting.push(resolve)),
    bearers: () => [...bearers],
    replaceBearers: (token) => {
      replacement = token
    },
    holdAnswers,
    close,
  }
}
