import { request as httpRequest } from "node:http"
import { request as httpsRequest } from "node:https"
import { isJsonObject } from "./dotted-path.js"
import { isLoopback } from "./loopback.js"
import { parseJson } from "./request-content.js"
import type { RawCallback } from "./wire.js"

/** How a merchant's server took a callback. */
export type Delivery =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  /** No answer, or none in time. */
  | { readonly kind: "failed"; readonly reason: string }
  /** Not even tried, and no repetition would help. */
  | { readonly kind: "undeliverable"; readonly reason: string }

/** As much of an answer as is kept, in characters. */
const KEPT = 2_000

/** Sends callbacks: one connection each, no redirects followed, only to hosts that are allowed. */
export class CallbackDelivery {
  readonly #timeoutMs: number
  readonly #allowedHosts: ReadonlyArray<string>
  #stop = new AbortController()

  constructor(timeoutMs: number, allowedHosts: ReadonlyArray<string>) {
    this.#timeoutMs = timeoutMs
    this.#allowedHosts = allowedHosts.map((host) => host.toLowerCase())
  }

  /** Resolves when the merchant has answered, or will not. Never rejects. */
  async deliver(callback: RawCallback): Promise<Delivery> {
    if (callback.url === undefined) return { kind: "undeliverable", reason: "no callback URL is known" }
    const url = new URL(callback.url)
    if (!this.#isAllowed(url.hostname)) {
      return {
        kind: "undeliverable",
        reason: `${url.hostname} is not this machine; the setting allowCallbackHosts can allow it`,
      }
    }
    const timeout = AbortSignal.timeout(this.#timeoutMs)
    const stop = this.#stop.signal
    try {
      return await this.#send(url, callback, AbortSignal.any([stop, timeout]))
    } catch (error) {
      if (stop.aborted) return { kind: "failed", reason: "the sandbox broke it off" }
      if (timeout.aborted) return { kind: "failed", reason: `no answer within ${this.#timeoutMs} ms` }
      return { kind: "failed", reason: reasonOf(error) }
    }
  }

  /** Asks the merchant for a token first, where the acquirer does. A merchant that gives none is not called back. */
  async #send(url: URL, callback: RawCallback, signal: AbortSignal): Promise<Delivery> {
    if (callback.token === undefined) return post(url, callback, signal)
    const answer = await post(new URL(callback.token.url), callback.token, signal)
    const token = answer.kind === "answered" && answer.status === 200 ? tokenIn(answer.body) : undefined
    if (token === undefined) return { kind: "failed", reason: "the merchant gave no token" }
    const headers = { ...callback.headers, authorization: `Bearer ${token}` }
    return post(url, { headers, body: callback.body }, signal)
  }

  /** Breaks off everything in flight. */
  abort(): void {
    this.#stop.abort()
    this.#stop = new AbortController()
  }

  #isAllowed(host: string): boolean {
    return (
      isLoopback(host) || this.#allowedHosts.includes("*") || this.#allowedHosts.includes(host.toLowerCase())
    )
  }
}

function tokenIn(body: string): string | undefined {
  const answer = parseJson(Buffer.from(body))
  const token = isJsonObject(answer) ? answer["accessToken"] : undefined
  return typeof token === "string" && /^[!-~]+$/.test(token) ? token : undefined
}

function post(url: URL, callback: RawCallback, signal: AbortSignal): Promise<Delivery> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest
  const body = Buffer.from(callback.body)
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: "POST",
      headers: { ...callback.headers, "content-length": body.byteLength, "user-agent": "qriskit-sandbox" },
      // A connection of its own: none stays open to keep a merchant's server from closing.
      agent: false,
      signal,
    })
    // Listening for good: a connection can fail more than once.
    outgoing.on("error", reject)
    outgoing.once("response", (response) => {
      let text = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        if (text.length < KEPT) text += chunk
      })
      response.on("error", reject)
      response.once("end", () =>
        resolve({ kind: "answered", status: response.statusCode ?? 0, body: text.slice(0, KEPT) }),
      )
    })
    outgoing.end(body)
  })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown failure"
  const code: unknown = "code" in error ? error.code : undefined
  return typeof code === "string" ? code : error.message
}
