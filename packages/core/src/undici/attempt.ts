import * as Effect from "effect/Effect"
import type { Dispatcher } from "undici"
import { headerOf } from "../provider-kit/answer.js"
import { contentEncodingIn } from "../provider-kit/content-encoding.js"
import {
  MAX_BODY_BYTES,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "../transport.js"
import { unpacked } from "./unpack.js"

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
])

const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined

const TOO_LONG = `the answer is longer than ${MAX_BODY_BYTES} bytes`

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
export class Attempt implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined
  #abandoned: TransportFailure | undefined
  #status = 0
  #headers: TransportResponse["headers"] = {}
  #chunks: Array<Buffer> = []
  #length = 0
  #isSettled = false
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
      this.abandon("oversized", TOO_LONG)
      return
    }
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const body = this.#body()
    if (body === undefined) {
      this.abandon("oversized", TOO_LONG)
      return
    }
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

  /** Fails with what is known already: nothing was handed to undici. */
  fail(failure: TransportFailure): void {
    this.#finish(Effect.fail(failure))
  }

  #body(): Uint8Array | undefined {
    const [only] = this.#chunks
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks)
    const encoding = contentEncodingIn(headerOf(this.#headers, "content-encoding"))
    return encoding === undefined ? body : unpacked(body, encoding)
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
    if (this.#isSettled) return
    this.#isSettled = true
    this.#settle(result)
  }
}

/** Hands an attempt to undici, unless it was given up meanwhile. */
export const dispatch = (
  agent: Pick<Dispatcher, "dispatch">,
  request: TransportRequest,
  attempt: Attempt,
): void => {
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
