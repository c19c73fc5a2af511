import { isSameSecret } from "@qriskit/core/provider-kit"
import type { BoundedLog } from "../callbacks/bounded-log.js"
import type { HandlerPayments, HandlerSettings, ReconciledWithin } from "./handler-options.js"

const SUBJECT = "cron"

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Does what is due of payments that do not work by themselves: behind callbacks, and when a cron calls. */
export class Reconciling {
  readonly #payments: HandlerPayments
  readonly #settings: Pick<HandlerSettings, "cron" | "reconcile">
  readonly #lines: BoundedLog
  #running: Promise<void> | undefined
  #isWanted = false
  readonly #underway = new Set<Promise<ReconciledWithin>>()

  constructor(
    payments: HandlerPayments,
    settings: Pick<HandlerSettings, "cron" | "reconcile">,
    lines: BoundedLog,
  ) {
    this.#payments = payments
    this.#settings = settings
    this.#lines = lines
  }

  /**
   * One run after a callback. `undefined` where that is not wanted. Of callbacks that come while one is under way, all
   * are in the next one. Never rejects.
   */
  behind(): Promise<void> | undefined {
    const { reconcile } = this.#settings
    if (reconcile === undefined) return undefined
    this.#isWanted = true
    this.#running ??= this.#runs(reconcile.withinMillis).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Answers the platform's cron. `undefined` where none is configured. */
  async cron(request: Request): Promise<Response | undefined> {
    const { cron } = this.#settings
    if (cron === undefined) return undefined
    if (request.method !== "GET" && request.method !== "POST") {
      return new Response(null, { status: 405, headers: { allow: "GET, POST" } })
    }
    if (!isSameSecret(request.headers.get("authorization") ?? "", `Bearer ${cron.secret}`)) {
      this.#lines.warn(
        SUBJECT,
        "A call of the cron's path had another secret than cron.secret, and was answered 401.",
      )
      return new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } })
    }
    try {
      return Response.json(await this.#once(cron.withinMillis))
    } catch (error) {
      this.#lines.error(SUBJECT, `The cron's reconcileNow failed: ${sentenceOf(error)}`)
      return Response.json({ outcome: "failed" }, { status: 500 })
    }
  }

  /** Resolves when nothing is under way. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#underway, this.#running])
  }

  async #runs(withinMillis: number): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false
      try {
        await this.#once(withinMillis)
      } catch (error) {
        this.#lines.error(SUBJECT, `reconcileNow behind a callback failed: ${sentenceOf(error)}`)
      }
    }
  }

  #once(withinMillis: number): Promise<ReconciledWithin> {
    const run = this.#payments.reconcileNow({ withinMillis })
    this.#underway.add(run)
    return run.finally(() => this.#underway.delete(run))
  }
}
