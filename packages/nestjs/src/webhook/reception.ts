import { type NotificationReply, QrisError } from "@qriskit/core"
import { isGivingTokens, type QrisClient, type TokenGivingClient } from "../qris-client.js"
import { nameOfAccount } from "../registration.js"
import { RAW_BODY_SENTENCE } from "../startup/raw-body.js"
import type { Addressee } from "./addressee.js"
import { answerOf, type CallbackOutcome, outcomeOf } from "./answer.js"
import { BoundedLog } from "./bounded-log.js"
import type { CallbackTaker } from "./callback-taker.js"
import { rawNotificationOf, type WebhookRequest } from "./webhook-request.js"

/** Which outcomes are somebody's mistake here, rather than a caller's or a provider's. */
const OUR_FAILURES: ReadonlySet<CallbackOutcome> = new Set(["failed", "misuse"])

/** The content types whose bytes Nest keeps. */
const PARSED = /^\s*application\/(json|x-www-form-urlencoded)\s*(;|$)/i

/** Where a reception writes. Nest's `Logger` fits. */
export interface ReceptionLog {
  debug(line: string): void
  warn(line: string): void
  error(line: string, stack?: string): void
}

/** Whose callback it is, once its account turned out to be one. */
interface Recipient {
  readonly addressee: Addressee
  readonly client: QrisClient
}

/** Receives callbacks without any framework: whose they are, their bytes, what becomes of them, the reply, the end. */
export class Reception {
  readonly #taker: CallbackTaker
  readonly #bodyLimit: number
  readonly #log: ReceptionLog
  readonly #lines: BoundedLog
  readonly #underway = new Set<Promise<NotificationReply>>()
  readonly #leaving = new Set<() => void>()
  #isClosing = false

  /** @param bodyLimit the largest body, in bytes */
  constructor(taker: CallbackTaker, bodyLimit: number, log: ReceptionLog) {
    this.#taker = taker
    this.#bodyLimit = bodyLimit
    this.#log = log
    this.#lines = new BoundedLog(log)
  }

  /** Takes one callback, or one request for a token of ours, and says what to answer. Never rejects. */
  async receive(addressee: Addressee, request: WebhookRequest): Promise<NotificationReply> {
    if (this.#isClosing) return answerOf(addressee.single, "closing")
    const answering = this.#answer(addressee, request)
    return new Promise((resolve) => {
      // Whoever hangs when the application must end is left behind: the provider sends the callback again.
      const leave = () => resolve(answerOf(addressee.single, "closing"))
      this.#leaving.add(leave)
      this.#underway.add(answering)
      void answering.then(resolve).finally(() => {
        this.#leaving.delete(leave)
        this.#underway.delete(answering)
      })
    })
  }

  /** Takes no more callbacks, and resolves when those under way are answered. */
  async close(): Promise<void> {
    this.#isClosing = true
    await Promise.allSettled(this.#underway)
  }

  /** Answers whatever is still under way: it is to come again. Gives how many those are. */
  giveUp(): number {
    const left = this.#leaving.size
    for (const leave of this.#leaving) leave()
    return left
  }

  async #answer(addressee: Addressee, request: WebhookRequest): Promise<NotificationReply> {
    try {
      const client = await addressee.client()
      if (isGivingTokens(client) && `/${addressee.below.join("/")}` === client.tokenEndpoint.path) {
        return await this.#giveToken(addressee, client, request)
      }
      return await this.#take({ addressee, client }, request)
    } catch (error) {
      return this.#turnAway(addressee, error)
    }
  }

  async #take(recipient: Recipient, request: WebhookRequest): Promise<NotificationReply> {
    const { addressee, client } = recipient
    const raw = rawNotificationOf(request)
    if (raw === undefined) return this.#withoutBytes(recipient, request)
    if (raw.body.length > this.#bodyLimit) {
      return this.#refuse(recipient, "oversized", `it is longer than ${this.#bodyLimit} bytes`)
    }
    try {
      const { outcome, why } = await this.#taker.take(client, raw, addressee.account)
      if (outcome !== "accepted") return this.#refuse(recipient, outcome, why)
      this.#log.debug(`A callback of ${nameOf(addressee)} was accepted.`)
      return answerOf(client, outcome)
    } catch (error) {
      return this.#refuse(recipient, outcomeOf(error), error)
    }
  }

  /** The acquirer asks for a token of ours, which it brings along with its callbacks. What it proves is in its headers. */
  async #giveToken(
    addressee: Addressee,
    client: TokenGivingClient,
    request: WebhookRequest,
  ): Promise<NotificationReply> {
    const { headers, originalUrl: path, rawBody: body = new Uint8Array() } = request
    if (body.length > this.#bodyLimit) {
      return this.#refuse({ addressee, client }, "oversized", `it is longer than ${this.#bodyLimit} bytes`)
    }
    const reply = await client.tokenEndpoint.answer({ headers, body, path, remoteAddress: request.ip })
    if (reply.status < 400) this.#log.debug(`A token was given to ${nameOf(addressee)}.`)
    else {
      this.#lines.warn(
        addressee.providerId,
        `${nameOf(addressee)} asked for a token and was answered ${reply.status}: ${client.capabilities.title} must sign with the key in acquirerKeys, under the client id in inbound.`,
      )
    }
    return reply
  }

  /** Why there are no bytes: no body at all, raw bodies switched off, or a content type that nothing reads. */
  #withoutBytes(recipient: Recipient, { headers, body }: WebhookRequest): NotificationReply {
    const isEmpty = headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0
    if (isEmpty) return this.#refuse(recipient, "malformed", "it has no body")
    const [contentType = ""] = [headers["content-type"]].flat()
    // Fastify parses plain text, too, and keeps no bytes of it.
    if (body === undefined || !PARSED.test(contentType)) {
      return this.#refuse(recipient, "unread", "its content type is neither JSON nor a form")
    }
    return this.#refuse(recipient, "failed", RAW_BODY_SENTENCE)
  }

  /** Nothing of the path is logged: it may hold a secret. */
  #refuse({ addressee, client }: Recipient, outcome: CallbackOutcome, why: unknown): NotificationReply {
    const reason = why instanceof Error ? why.message : String(why)
    const sentence = `A callback of ${nameOf(addressee)} was answered as ${outcome}: ${reason}`
    const level = OUR_FAILURES.has(outcome) ? "error" : "warn"
    this.#lines[level](addressee.providerId, sentence)
    return answerOf(client, outcome, why)
  }

  /** There is no such account, or it cannot be had. Its name is not logged: what stands there may be a secret gone astray. */
  #turnAway({ providerId }: Addressee, error: unknown): NotificationReply {
    const outcome = outcomeOf(error)
    const reason = error instanceof QrisError ? error.reason.message : "its account could not be looked up."
    this.#lines.warn(providerId, `A callback of ${providerId} was answered as ${outcome}: ${reason}`)
    return answerOf(undefined, outcome, error)
  }
}

const nameOf = ({ providerId, account }: Addressee): string => nameOfAccount(providerId, account)
