import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Agent, Dispatcher } from "undici"
import {
  MAX_BODY_BYTES,
  type OpenTransport,
  Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js"

/** How connections are made. */
export interface UndiciTransportOptions {
  /** Milliseconds until a connection, TLS included, must stand. Default 5,000. */
  readonly connectTimeout?: number
  /** Connections per origin. More requests than that wait in line. Default 64. */
  readonly connections?: number
}

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
])

const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined

/** `https://host/path?query` → `["https://host", "/path?query"]`. */
const splitUrl = (url: string): [origin: string, path: string] => {
  const authority = url.indexOf("//") + 2
  const length = url.slice(authority).search(/[/?#]/)
  if (length === -1) return [url, "/"]
  const path = url.slice(authority + length)
  return [url.slice(0, authority + length), path.startsWith("/") ? path : `/${path}`]
}

/**
 * One request on the wire. undici calls `onRequestStart` right before it writes to a socket and never earlier, so
 * whatever fails before that call was surely not sent, whichever error it fails with.
 */
class Attempt implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined
  #abandoned: TransportFailure | undefined
  #status = 0
  #headers: TransportResponse["headers"] = {}
  #chunks: Array<Buffer> = []
  #length = 0
  readonly #timer: NodeJS.Timeout
  readonly #settle: (result: Effect.Effect<TransportResponse, TransportFailure>) => void

  constructor(
    totalMillis: number,
    settle: (result: Effect.Effect<TransportResponse, TransportFailure>) => void,
  ) {
    this.#settle = settle
    this.#timer = setTimeout(() => this.abandon("timeout", "the whole attempt took too long"), totalMillis)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#abandoned !== undefined) {
      controller.abort(this.#abandoned)
      return
    }
    this.#controller = controller
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: TransportResponse["headers"],
  ): void {
    // A 1xx answer is followed by the real one.
    if (status < 200) return
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length
    if (this.#length > MAX_BODY_BYTES) {
      this.abandon("oversized", `the answer is longer than ${MAX_BODY_BYTES} bytes`)
      return
    }
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const [only] = this.#chunks
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks)
    const answer = Effect.succeed({ status: this.#status, headers: this.#headers, body })
    // undici frees the connection one turn of the event loop after the answer. Whoever sends the next call at once
    // (a log-in, then a payment) would otherwise open, and shake hands on, a second one.
    clearTimeout(this.#timer)
    queueMicrotask(() => setImmediate(() => this.#finish(answer)))
  }

  onResponseError(_: unknown, error: unknown): void {
    const code = codeOf(error)
    const kind = code !== undefined && TIMEOUT_CODES.has(code) ? "timeout" : "network"
    this.#finish(Effect.fail(this.#failure(kind, this.#describe(kind), code)))
  }

  get isAbandoned(): boolean {
    return this.#abandoned !== undefined
  }

  /** Gives up: the answer, if one comes, is not waited for. */
  abandon(kind: TransportFailure["kind"], description: string): void {
    this.#abandoned = this.#failure(kind, description)
    this.#finish(Effect.fail(this.#abandoned))
    this.#controller?.abort(this.#abandoned)
  }

  #describe(kind: TransportFailure["kind"]): string {
    if (this.#controller === undefined) {
      return kind === "timeout" ? "no connection in time" : "no connection could be made"
    }
    if (kind === "timeout") return this.#status === 0 ? "no answer in time" : "the answer stopped half way"
    return this.#status === 0
      ? "the connection broke before an answer"
      : "the connection broke within the answer"
  }

  #failure(kind: TransportFailure["kind"], description: string, code?: string): TransportFailure {
    return new TransportFailure({
      kind,
      outcome: this.#controller === undefined ? "not_sent" : "unknown",
      description,
      ...(code === undefined ? {} : { code }),
    })
  }

  #finish(result: Effect.Effect<TransportResponse, TransportFailure>): void {
    clearTimeout(this.#timer)
    this.#settle(result)
  }
}

const dispatch = (agent: Agent, request: TransportRequest, attempt: Attempt): void => {
  if (attempt.isAbandoned) return
  const [origin, path] = splitUrl(request.url)
  agent.dispatch(
    {
      origin,
      path,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      headersTimeout: request.timeouts.headers,
      bodyTimeout: request.timeouts.body,
    },
    attempt,
  )
}

/** undici is a third of what this project loads: it comes when a transport is opened, not when the module is imported. */
const openAgent = async (connectTimeout: number, connections: number): Promise<Agent> => {
  const { Agent } = await import("undici")
  return new Agent({
    connections,
    pipelining: 1,
    allowH2: false,
    // rejectUnauthorized is stated so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch verification off.
    connect: { timeout: connectTimeout, rejectUnauthorized: true },
  })
}

/**
 * Opens the default transport: undici with one keep-alive pool per origin. TLS certificates are always verified;
 * there is no switch. undici itself is loaded meanwhile, and a call made before it is there waits for it within its own
 * deadline. Close the transport when done, or use `layer`.
 *
 * @example
 * ```ts
 * import { openTransport } from "@qriskit/core/transport-undici"
 *
 * const { transport, close } = openTransport({ connectTimeout: 3_000 })
 * await close()
 * ```
 */
export const openTransport = ({
  connectTimeout = 5_000,
  connections = 64,
}: UndiciTransportOptions = {}): OpenTransport => {
  let agent: Agent | undefined
  const opening = openAgent(connectTimeout, connections).then((opened) => {
    agent = opened
    return opened
  })
  // Whatever kept undici from being loaded, every call meets it; here it only must not go unhandled.
  opening.catch(() => undefined)
  const send = (request: TransportRequest): Effect.Effect<TransportResponse, TransportFailure> =>
    Effect.callback((resume) => {
      const attempt = new Attempt(request.timeouts.total, resume)
      if (agent !== undefined) dispatch(agent, request, attempt)
      else {
        opening
          .then((opened) => dispatch(opened, request, attempt))
          .catch((error: unknown) => attempt.onResponseError(undefined, error))
      }
      return Effect.sync(() => attempt.abandon("network", "interrupted"))
    })
  let closing: Promise<void> | undefined
  return {
    transport: { send },
    close: () => {
      closing ??= opening.then(
        (opened) => opened.close(),
        () => undefined,
      )
      return closing
    },
  }
}

/**
 * The default transport as a layer: the pool lives as long as the layer's scope.
 *
 * @example
 * ```ts
 * import { layer } from "@qriskit/core/transport-undici"
 *
 * const transport = layer({ connectTimeout: 3_000, connections: 16 })
 * ```
 */
export const layer = (options?: UndiciTransportOptions): Layer.Layer<Transport> =>
  Layer.effect(
    Transport,
    Effect.acquireRelease(
      Effect.sync(() => openTransport(options)),
      ({ close }) => Effect.promise(close),
    ).pipe(Effect.map(({ transport }) => Transport.of(transport))),
  )
