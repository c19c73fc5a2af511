import type { NotificationReply } from "@qriskit/core"
import type { QrisClient } from "../qris-client.js"
import { RAW_BODY_SENTENCE } from "../startup/raw-body.js"
import { answerOf, type CallbackOutcome, outcomeOf } from "./answer.js"
import { BoundedLog } from "./bounded-log.js"
import type { CallbackTaker } from "./callback-taker.js"
import { rawNotificationOf, type WebhookRequest } from "./webhook-request.js"

/** Which outcomes are somebody's mistake here, rather than a caller's or a provider's. */
const OUR_FAILURES: ReadonlySet<CallbackOutcome> = new Set(["failed", "misuse"])

/** Where a reception writes. Nest's `Logger` fits. */
export interface ReceptionLog {
  debug(line: string): void
  warn(line: string): void
  error(line: string, stack?: string): void
}

/** Receives callbacks without any framework: their bytes, what becomes of them, the reply, the end. */
export class Reception {
  readonly #taker: CallbackTaker
  readonly #bodyLimit: number
  readonly #log: ReceptionLog
  readonly #warnings: BoundedLog
  readonly #underway = new Set<Promise<NotificationReply>>()
  readonly #leaving = new Set<() => void>()
  #isClosing = false

  /** @param bodyLimit the largest body, in bytes */
  constructor(taker: CallbackTaker, bodyLimit: number, log: ReceptionLog) {
    this.#taker = taker
    this.#bodyLimit = bodyLimit
    this.#log = log
    this.#warnings = new BoundedLog(log)
  }

  /** Takes one callback and says what to answer. Never rejects. */
  async receive(client: QrisClient, request: WebhookRequest): Promise<NotificationReply> {
    if (this.#isClosing) return answerOf(client, "closing")
    const answering = this.#answer(client, request)
    return new Promise((resolve) => {
      // Whoever hangs when the application must end is left behind: the provider sends the callback again.
      const leave = () => resolve(answerOf(client, "closing"))
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

  async #answer(client: QrisClient, request: WebhookRequest): Promise<NotificationReply> {
    const raw = rawNotificationOf(request)
    if (raw === undefined) return this.#withoutBytes(client, request)
    if (raw.body.length > this.#bodyLimit) {
      return this.#refuse(client, "oversized", `it is longer than ${this.#bodyLimit} bytes`)
    }
    try {
      const { outcome, why } = await this.#taker.take(client, raw)
      if (outcome !== "accepted") return this.#refuse(client, outcome, why)
      this.#log.debug(`A callback of ${client.id} was accepted.`)
      return answerOf(client, outcome)
    } catch (error) {
      return this.#refuse(client, outcomeOf(error), error)
    }
  }

  /** Why there are no bytes: no body at all, raw bodies switched off, or a content type that nothing reads. */
  #withoutBytes(client: QrisClient, { headers, body }: WebhookRequest): NotificationReply {
    const isEmpty = headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0
    if (isEmpty) return this.#refuse(client, "malformed", "it has no body")
    if (body !== undefined) return this.#refuse(client, "failed", RAW_BODY_SENTENCE)
    return this.#refuse(client, "unread", "its content type is neither JSON nor a form")
  }

  /** Nothing of the path is logged: it may hold a secret. */
  #refuse(client: QrisClient, outcome: CallbackOutcome, why: unknown): NotificationReply {
    const reason = why instanceof Error ? why.message : String(why)
    const sentence = `A callback of ${client.id} was answered as ${outcome}: ${reason}`
    if (OUR_FAILURES.has(outcome)) this.#log.error(sentence)
    else this.#warnings.warn(client.id, sentence)
    return answerOf(client, outcome, why)
  }
}
