import * as http from "node:http"
import * as https from "node:https"
import type { TLSSocket } from "node:tls"
import type { EndpointsSettings } from "./options.js"
import { hostOf, objectionTo, portOf } from "./permitted.js"
import { resolve, Unresolved } from "./resolve.js"

/** As many bytes of an answer are read, and for so long once its status is known, in milliseconds. */
const ANSWER_BYTES = 1_024
const ANSWER_MILLIS = 2_000

/** What came of a POST. */
export interface Posted {
  /** Absent where no answer came. */
  readonly status?: number
  readonly retryAfter?: string
  /** The beginning of the answer's body, as it came. */
  readonly body: string
  /** Why no answer came, in one sentence. */
  readonly why?: string
}

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The connection never stood: another address of the same name may do. */
class NotConnected extends Error {
  override readonly name = "NotConnected"
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? ` (${error.code})` : ""

/** The beginning of a body. Whoever sends more, or slowly, is left: the status is what counts. */
const beginningOf = (answer: http.IncomingMessage): Promise<string> =>
  new Promise((done) => {
    const chunks: Array<Buffer> = []
    let length = 0
    const end = () => {
      clearTimeout(timer)
      answer.destroy()
      done(Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString("utf8"))
    }
    const timer = setTimeout(end, ANSWER_MILLIS)
    answer.on("data", (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length >= ANSWER_BYTES) end()
    })
    answer.on("end", end)
    answer.on("error", end)
    answer.on("close", end)
  })

/**
 * Posts to one address, which was checked: no name is looked up again. The certificate is that of the URL's host. A
 * connection for each message: endpoints share none, and none is kept open to thousands of servers.
 */
const postTo = (
  address: string,
  { url: text, headers, body }: Post,
  { ca }: EndpointsSettings,
  signal: AbortSignal,
  connectMillis: number,
): Promise<Posted> =>
  new Promise((done, fail) => {
    const url = new URL(text)
    const name = hostOf(url)
    let isConnected = false
    let isAnswered = false
    const options: https.RequestOptions = {
      host: address,
      port: portOf(url),
      path: `${url.pathname}${url.search}`,
      method: "POST",
      headers: { ...headers, host: url.host, "content-length": Buffer.byteLength(body) },
      agent: false,
      signal,
    }
    const isPlain = url.protocol === "http:"
    const request = isPlain
      ? http.request(options)
      : https.request({
          ...options,
          // Stated, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch verification off.
          rejectUnauthorized: true,
          // An address has no name to say; its certificate is checked against it all the same.
          ...(name === address ? {} : { servername: name }),
          ...(ca === undefined ? {} : { ca: typeof ca === "string" ? ca : [...ca] }),
        })
    const connecting = setTimeout(() => {
      request.destroy()
      fail(new NotConnected(`no connection could be made within ${connectMillis} ms`))
    }, connectMillis)
    request.on("socket", (socket: TLSSocket) => {
      socket.once(isPlain ? "connect" : "secureConnect", () => {
        isConnected = true
        clearTimeout(connecting)
      })
    })
    request.on("close", () => clearTimeout(connecting))
    request.on("response", (answer) => {
      isAnswered = true
      const { statusCode, headers: told } = answer
      void beginningOf(answer).then((beginning) =>
        done({
          body: beginning,
          ...(statusCode === undefined ? {} : { status: statusCode }),
          ...(told["retry-after"] === undefined ? {} : { retryAfter: told["retry-after"] }),
        }),
      )
    })
    request.on("upgrade", (_answer, socket) => {
      socket.destroy()
      fail(new Error("it answered with another protocol"))
    })
    request.on("error", (error) => {
      // What breaks while the body is read changes nothing: the status was heard.
      if (isAnswered) return
      fail(
        isConnected
          ? new Error(`the connection broke before an answer${codeOf(error)}`, { cause: error })
          : new NotConnected(`no connection could be made${codeOf(error)}`, { cause: error }),
      )
    })
    request.end(body)
  })

const toFirst = async (
  addresses: ReadonlyArray<string>,
  post: Post,
  settings: EndpointsSettings,
  signal: AbortSignal,
): Promise<Posted> => {
  let last: unknown
  // An address that swallows everything leaves time for the next one.
  const connectMillis = Math.max(1_000, Math.ceil(settings.attemptMillis / addresses.length))
  for (const address of addresses) {
    try {
      return await postTo(address, post, settings, signal, connectMillis)
    } catch (error) {
      last = error
      if (!(error instanceof NotConnected) || signal.aborted) break
    }
  }
  throw last
}

/** Waits for `work`, or for the signal: what cannot be cut off (a look-up) is left to itself. */
const orAborted = <A>(signal: AbortSignal, work: Promise<A>): Promise<A> =>
  new Promise((done, fail) => {
    const abort = () => fail(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener("abort", abort, { once: true })
    work.then(done, fail).finally(() => signal.removeEventListener("abort", abort))
  })

const sentenceOf = (error: unknown, attemptMillis: number, signal: AbortSignal): string => {
  if (signal.aborted) return `no answer came within ${attemptMillis} ms`
  if (error instanceof Unresolved || error instanceof NotConnected) return error.message
  return error instanceof Error ? error.message : "it could not be sent"
}

/**
 * Posts a message: checks the URL, looks its name up, checks every address, connects to those and to no other.
 * Redirects are answers. Never rejects: whatever goes wrong is `why`.
 */
export const post = async (what: Post, settings: EndpointsSettings, ended?: AbortSignal): Promise<Posted> => {
  const { attemptMillis } = settings
  const objection = objectionTo(what.url, settings)
  if (objection !== undefined) return { body: "", why: `its URL ${objection}; nothing was sent` }
  const late = AbortSignal.timeout(attemptMillis)
  const signal = ended === undefined ? late : AbortSignal.any([late, ended])
  try {
    const addresses = await orAborted(signal, resolve(hostOf(new URL(what.url)), settings))
    return await toFirst(addresses, what, settings, signal)
  } catch (error) {
    return { body: "", why: sentenceOf(error, attemptMillis, signal) }
  }
}
