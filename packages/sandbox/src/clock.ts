import { SandboxError } from "./sandbox-error.js"

/** Work that is due at a time. It handles its own failures: a task never rejects. */
export type Task = () => Promise<void>

interface Appointment {
  readonly due: number
  readonly task: Task
}

/** setTimeout holds at most 2^31 - 1 ms (24.8 days); longer waits are made of several. */
const LONGEST_TIMER_MS = 2_147_483_647

/** Beyond it, what lies years ahead (a token's expiry) would no longer have a four-digit year. */
export const LATEST = new Date("9900-01-01T00:00:00.000Z")

/**
 * The sandbox's time and everything that waits for it: expiries, delayed callbacks, retries.
 * A real clock runs by itself. A manual clock stands still until it is moved; then due tasks run in the order
 * of their times, each finished before the next one starts.
 */
export class Clock {
  readonly mode: "real" | "manual"
  readonly #startAt: Date
  #manualNow: number
  #appointments: Appointment[] = []
  #timer: NodeJS.Timeout | undefined
  #moving: Promise<void> = Promise.resolve()
  #resets = 0

  constructor(mode: "real" | "manual", startAt: Date) {
    this.mode = mode
    this.#startAt = startAt
    this.#manualNow = startAt.getTime()
  }

  now(): Date {
    return new Date(this.mode === "real" ? Date.now() : this.#manualNow)
  }

  /** Runs `task` when `due` has come. Returns what takes it off again. */
  schedule(due: Date, task: Task): () => void {
    const appointment = { due: due.getTime(), task }
    const earlier = this.#appointments.findLastIndex((other) => other.due <= appointment.due)
    this.#appointments.splice(earlier + 1, 0, appointment)
    if (this.mode === "real") this.#arm()
    return () => this.#takeOff(appointment)
  }

  /** Moves a manual clock forward by `ms` milliseconds; resolves when everything that fell due has finished. */
  advance(ms: number): Promise<void> {
    return this.#move(() => this.#manualNow + ms)
  }

  /** Moves a manual clock to a later time; resolves when everything that fell due has finished. */
  moveTo(time: Date): Promise<void> {
    return this.#move(() => time.getTime())
  }

  /** Forgets everything that waits; a manual clock goes back to where it started. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#appointments = []
    this.#manualNow = this.#startAt.getTime()
    this.#resets += 1
  }

  #move(target: () => number): Promise<void> {
    if (this.mode === "real") {
      return Promise.reject(
        new SandboxError(
          "clock_is_real",
          'The clock is real and cannot be moved. Start the sandbox with clock: "manual".',
        ),
      )
    }
    const moved = this.#moving.then(() => this.#runUntil(target()))
    this.#moving = moved.catch(() => undefined)
    return moved
  }

  async #runUntil(target: number): Promise<void> {
    if (target < this.#manualNow) throw new SandboxError("refused", "A clock moves forward only.")
    if (target > LATEST.getTime())
      throw new SandboxError("invalid_input", "The clock cannot be moved beyond the year 9899.")
    const resets = this.#resets
    for (let next = this.#takeDue(target); next !== undefined; next = this.#takeDue(target)) {
      this.#manualNow = Math.max(this.#manualNow, next.due)
      await next.task()
      // A reset in the meantime has put the clock back: this move belongs to a time that is gone.
      if (this.#resets !== resets) return
    }
    this.#manualNow = target
  }

  #takeOff(appointment: Appointment): void {
    const index = this.#appointments.indexOf(appointment)
    if (index !== -1) this.#appointments.splice(index, 1)
  }

  #takeDue(until: number): Appointment | undefined {
    const first = this.#appointments[0]
    return first !== undefined && first.due <= until ? this.#appointments.shift() : undefined
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const first = this.#appointments[0]
    if (first === undefined) return
    const wait = Math.min(Math.max(first.due - Date.now(), 0), LONGEST_TIMER_MS)
    this.#timer = setTimeout(() => this.#runDueNow(), wait)
    this.#timer.unref()
  }

  #runDueNow(): void {
    for (let next = this.#takeDue(Date.now()); next !== undefined; next = this.#takeDue(Date.now()))
      void next.task()
    this.#arm()
  }
}
