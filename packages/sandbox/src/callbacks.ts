import { BoundedLog } from "./bounded-log.js"
import type { CallbackDelivery, Delivery } from "./callback-delivery.js"
import { type CallbackRule, CallbackScript } from "./callback-script.js"
import type { Clock } from "./clock.js"
import type { LedgerPayment, LedgerRefund, Provider } from "./ledger.js"
import type { Dialect, RawCallback } from "./wire.js"

/** One try to tell a merchant. */
export interface CallbackAttempt {
  /** Counts from 1 since start or reset. */
  readonly seq: number
  /** When it was sent, on the sandbox's clock. */
  readonly at: Date
  readonly provider: Provider
  readonly paymentId: string
  /** 1 for the first sending, 2 and more for repetitions of one that was not taken. */
  readonly attempt: number
  readonly callback: RawCallback
  /**
   * `accepted`: the merchant took it · `rejected`: it answered otherwise · `failed`: no answer ·
   * `undeliverable`: nowhere to send it · `dropped`: by the script.
   */
  readonly outcome: "accepted" | "rejected" | "failed" | "undeliverable" | "dropped"
  /** The merchant's answer, its body cut at 2,000 characters. */
  readonly answer?: { readonly status: number; readonly body: string }
  /** Why there was no answer. */
  readonly reason?: string
}

interface Surroundings {
  readonly clock: Clock
  readonly delivery: CallbackDelivery
  readonly dialectOf: (provider: Provider) => Dialect
  readonly logLimit: number
}

interface Letter {
  /** The era it was written in: a reset ends an era, and nothing of an earlier one goes out. */
  readonly era: number
  readonly dialect: Dialect
  readonly payment: LedgerPayment
  readonly callback: RawCallback
}

/** As many callbacks as a reordering holds back; beyond that the oldest goes out. */
const MOST_HELD = 100

/** Tells merchants what happened to payments: as scripted, and again when they did not take it. */
export class Callbacks {
  readonly script = new CallbackScript()
  readonly #clock: Clock
  readonly #delivery: CallbackDelivery
  readonly #dialectOf: (provider: Provider) => Dialect
  readonly #attempts: BoundedLog<CallbackAttempt>
  readonly #inFlight = new Set<Promise<void>>()
  #held: Letter[] = []
  #count = 0
  #era = 0

  constructor({ clock, delivery, dialectOf, logLimit }: Surroundings) {
    this.#clock = clock
    this.#delivery = delivery
    this.#dialectOf = dialectOf
    this.#attempts = new BoundedLog(logLimit)
  }

  /**
   * A payment's status has changed, or one of its refunds has. Resolves when the first attempt is over, or at once
   * when it is put off.
   */
  async announce(payment: LedgerPayment, refund?: LedgerRefund): Promise<void> {
    const dialect = this.#dialectOf(payment.provider)
    const isTold =
      refund === undefined ? dialect.announces(payment.status) : (dialect.announcesRefund?.(refund) ?? true)
    if (!isTold) return
    const rule = this.script.take()
    const callback = dialect.callback(payment, { wrongSignature: rule.wrongSignature ?? false }, refund)
    await this.#follow(rule, { era: this.#era, dialect, payment, callback })
  }

  /** Sends the callback about a payment as it is now, past the script. */
  async resend(payment: LedgerPayment): Promise<CallbackAttempt> {
    const dialect = this.#dialectOf(payment.provider)
    const callback = dialect.callback(payment)
    return this.#attempt({ era: this.#era, dialect, payment, callback }, 1)
  }

  /** Sends what a reordering holds back. */
  async release(): Promise<void> {
    const held = this.#held
    this.#held = []
    for (const letter of held) await this.#send(letter)
  }

  attempts(): ReadonlyArray<CallbackAttempt> {
    return this.#attempts.entries()
  }

  /** Resolves when nothing is under way. What waits for the clock or is held back does not count. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight)
  }

  /** Forgets everything; what is under way is broken off. */
  async clear(): Promise<void> {
    this.#era += 1
    this.script.clear()
    this.#held = []
    this.#delivery.abort()
    await this.idle()
    this.#attempts.clear()
    this.#count = 0
  }

  async #follow(rule: CallbackRule, letter: Letter): Promise<void> {
    if (rule.drop) {
      this.#record(letter, 1, this.#clock.now(), { outcome: "dropped" })
    } else if (rule.delayMs) {
      const due = new Date(this.#clock.now().getTime() + rule.delayMs)
      this.#clock.schedule(due, () => this.#follow({ ...rule, delayMs: 0 }, letter))
    } else if (rule.reorder) {
      this.#held.push(letter)
      if (this.#held.length > MOST_HELD) await this.#sendOldestHeld()
    } else {
      await this.#send(letter)
      for (let copy = 0; copy < (rule.duplicate ?? 0); copy++) await this.#attempt(letter, 1)
      await this.release()
    }
  }

  async #sendOldestHeld(): Promise<void> {
    const oldest = this.#held.shift()
    if (oldest !== undefined) await this.#send(oldest)
  }

  async #send(letter: Letter, attempt = 1): Promise<void> {
    const { outcome, answer } = await this.#attempt(letter, attempt)
    const { retryDelaysMs, repetitions } = letter.dialect
    const most = answer && repetitions ? repetitions(answer.status) : retryDelaysMs.length
    const wait = attempt <= most ? retryDelaysMs[attempt - 1] : undefined
    const isOver = outcome === "accepted" || outcome === "undeliverable" || letter.era !== this.#era
    if (isOver || wait === undefined) return
    this.#clock.schedule(new Date(this.#clock.now().getTime() + wait), () => this.#send(letter, attempt + 1))
  }

  async #attempt(letter: Letter, attempt: number): Promise<CallbackAttempt> {
    const at = this.#clock.now()
    const delivering = letter.era === this.#era ? this.#delivery.deliver(outgoing(letter)) : BROKEN_OFF
    const flight = delivering.then(() => undefined)
    this.#inFlight.add(flight)
    const delivery = await delivering
    this.#inFlight.delete(flight)
    return this.#record(letter, attempt, at, resultOf(delivery, letter.dialect))
  }

  #record(
    { era, dialect, payment, callback }: Letter,
    attempt: number,
    at: Date,
    result: Pick<CallbackAttempt, "outcome" | "answer" | "reason">,
  ): CallbackAttempt {
    const isRemembered = era === this.#era
    if (isRemembered) this.#count += 1
    const entry = {
      seq: this.#count,
      at,
      provider: dialect.provider,
      paymentId: payment.paymentId,
      attempt,
      callback,
      ...result,
    }
    if (isRemembered) this.#attempts.append(entry)
    return entry
  }
}

/** The same bytes each time; only the question for a token before it is of the time when it is asked. */
function outgoing({ dialect, payment, callback }: Letter): RawCallback {
  if (callback.token === undefined) return callback
  const { token = callback.token } = dialect.callback(payment)
  return { ...callback, token }
}

const BROKEN_OFF: Promise<Delivery> = Promise.resolve({ kind: "failed", reason: "the sandbox was reset" })

function resultOf(
  delivery: Delivery,
  dialect: Dialect,
): Pick<CallbackAttempt, "outcome" | "answer" | "reason"> {
  if (delivery.kind !== "answered") return { outcome: delivery.kind, reason: delivery.reason }
  const { status, body } = delivery
  return { outcome: dialect.accepts(status) ? "accepted" : "rejected", answer: { status, body } }
}
