import { type NotificationReply, QrisError } from "@qriskit/core"
import { printable } from "@qriskit/core/provider-kit"
import { isGivingTokens, type QrisClient, type TokenGivingClient } from "../clients/qris-client.js"
import type { Addressee } from "./addressee.js"
import { answerOf, type CallbackOutcome, outcomeOf } from "./answer.js"
import { BoundedLog } from "./bounded-log.js"
import { type CallbackRequest, type NoBytes, notificationOf, tooLong } from "./callback-request.js"
import type { CallbackTaker } from "./callback-taker.js"

/** Which outcomes are somebody's mistake here, rather than a caller's or a provider's. */
const OUR_FAILURES: ReadonlySet<CallbackOutcome> = new Set(["failed", "misuse"])

/** Where a reception writes. `console` fits, and Nest's `Logger`. */
export interface ReceptionLog {
  /** A line for whoever looks closely. */
  debug(line: string): void
  /** A line about something that somebody should look at. */
  warn(line: string): void
  /** A line about a mistake of ours. */
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
  async receive(addressee: Addressee, request: CallbackRequest): Promise<NotificationReply> {
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

  async #answer(addressee: Addressee, request: CallbackRequest): Promise<NotificationReply> {
    let client: QrisClient
    try {
      client = await addressee.client()
    } catch (error) {
      return this.#turnAway(addressee, error)
    }
    const recipient = { addressee, client }
    try {
      const body = await this.#bytesOf(request)
      return isGivingTokens(client) && `/${addressee.below.join("/")}` === client.tokenEndpoint.path
        ? await this.#giveToken(recipient, client, request, body)
        : await this.#take(recipient, request, body)
    } catch (error) {
      return this.#refuse(recipient, outcomeOf(error), error)
    }
  }

  async #bytesOf(request: CallbackRequest): Promise<Uint8Array | NoBytes> {
    const body = await request.bytes()
    return body instanceof Uint8Array && body.length > this.#bodyLimit ? tooLong(this.#bodyLimit) : body
  }

  async #take(
    recipient: Recipient,
    request: CallbackRequest,
    body: Uint8Array | NoBytes,
  ): Promise<NotificationReply> {
    const { addressee, client } = recipient
    if (!(body instanceof Uint8Array)) return this.#refuse(recipient, body.outcome, body.why)
    const { outcome, why } = await this.#taker.take(client, notificationOf(request, body), addressee.account)
    if (outcome !== "accepted") return this.#refuse(recipient, outcome, why)
    this.#log.debug(`A callback of ${nameOf(addressee)} was accepted.`)
    return answerOf(client, outcome)
  }

  /**
   * The acquirer asks for a token of ours, which it brings along with its callbacks. What it proves is in its headers.
   */
  async #giveToken(
    recipient: Recipient,
    client: TokenGivingClient,
    request: CallbackRequest,
    body: Uint8Array | NoBytes,
  ): Promise<NotificationReply> {
    if (!(body instanceof Uint8Array) && body.outcome === "oversized") {
      return this.#refuse(recipient, body.outcome, body.why)
    }
    const { addressee } = recipient
    const bytes = body instanceof Uint8Array ? body : new Uint8Array()
    const reply = await client.tokenEndpoint.answer(notificationOf(request, bytes))
    if (reply.status < 400) this.#log.debug(`A token was given to ${nameOf(addressee)}.`)
    else {
      this.#lines.warn(
        addressee.providerId,
        `${nameOf(addressee)} asked for a token and was answered ${reply.status}: ${client.capabilities.title} must sign with the key in acquirerKeys, under the client id in inbound.`,
      )
    }
    return reply
  }

  /** Nothing of the path is logged: it may hold a secret. */
  #refuse({ addressee, client }: Recipient, outcome: CallbackOutcome, why: unknown): NotificationReply {
    const reason = why instanceof Error ? why.message : String(why)
    const sentence = `A callback of ${nameOf(addressee)} was answered as ${outcome}: ${reason}`
    const level = OUR_FAILURES.has(outcome) ? "error" : "warn"
    this.#lines[level](addressee.providerId, sentence)
    return answerOf(client, outcome, why)
  }

  /**
   * There is no such account, or it cannot be had. Its name is not logged: what stands there may be a
   * secret gone astray.
   */
  #turnAway({ providerId }: Addressee, error: unknown): NotificationReply {
    const outcome = outcomeOf(error)
    const reason = error instanceof QrisError ? error.reason.message : "its account could not be looked up."
    this.#lines.warn(providerId, `A callback of ${providerId} was answered as ${outcome}: ${reason}`)
    return answerOf(undefined, outcome, error)
  }
}

/** Whose callbacks are meant, for people. */
const nameOf = ({ providerId, account }: Pick<Addressee, "providerId" | "account">): string =>
  account === undefined ? providerId : `${providerId}, account ${printable(account)}`
