/** Where lines go. */
export interface LineSink {
  /** A line about something that somebody should look at. */
  warn(line: string): void
  /** A line about a mistake of ours. */
  error(line: string): void
}

/** How many lines of one subject are written in a window, and how long that is in milliseconds. */
const LINES = 20
const WINDOW = 60_000

interface Window {
  readonly since: number
  written: number
  kept: number
}

/** Lines that a stranger can cause at will: so many of a subject in a minute, the rest as a number. */
export class BoundedLog {
  readonly #sink: LineSink
  readonly #now: () => number
  readonly #windows = new Map<string, Window>()

  /** @param now the clock, in milliseconds */
  constructor(sink: LineSink, now: () => number = Date.now) {
    this.#sink = sink
    this.#now = now
  }

  /**
   * Writes about something that somebody should look at, unless there was too much of it just now.
   *
   * @param subject one of few: a provider's id, never anything that comes from outside
   */
  warn(subject: string, line: string): void {
    this.#write("warn", subject, line)
  }

  /** The same for what somebody here has to mend. */
  error(subject: string, line: string): void {
    this.#write("error", subject, line)
  }

  #write(level: "warn" | "error", subject: string, line: string): void {
    const window = this.#window(subject)
    if (window.written < LINES) {
      window.written += 1
      this.#sink[level](line)
      return
    }
    if (window.kept === 0) {
      this.#sink.warn(`${subject}: more than ${LINES} warnings in a minute; the next ones are only counted.`)
    }
    window.kept += 1
  }

  #window(subject: string): Window {
    const now = this.#now()
    const known = this.#windows.get(subject)
    if (known !== undefined && now - known.since < WINDOW && now >= known.since) return known
    if (known !== undefined && known.kept > 0) {
      this.#sink.warn(`${subject}: ${known.kept} more warnings were not written.`)
    }
    const window = { since: now, written: 0, kept: 0 }
    this.#windows.set(subject, window)
    return window
  }
}
