import { BoundedLog } from "./bounded-log.js"
import type { Clock } from "./clock.js"
import type { Fault } from "./fault.js"
import type { Provider } from "./ledger.js"
import { maskHeaders, maskJson, maskRequestBody } from "./masking.js"
import type { Operation, WireAnswer, WireRequest } from "./wire.js"

/** One request on an acquirer's wire and what became of it. Secrets are masked. */
export interface JournalEntry {
  /** Counts from 1 since start or reset. */
  readonly seq: number
  readonly at: Date
  readonly provider: Provider
  /** Absent for paths that the acquirer does not have. */
  readonly operation?: Operation
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What was put on the wire; absent while there is no answer, and for good after silence or a cut. */
  readonly answer?: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  readonly fault?: Fault["kind"]
}

export class Journal {
  readonly #clock: Clock
  readonly #log: BoundedLog<{ entry: JournalEntry }>
  #count = 0

  constructor(clock: Clock, limit: number) {
    this.#clock = clock
    this.#log = new BoundedLog(limit)
  }

  /** Writes a request down; the function returned adds how it was answered. */
  open(
    provider: Provider,
    operation: Operation | undefined,
    request: WireRequest,
  ): (answer: WireAnswer | undefined, fault: Fault | undefined) => void {
    this.#count += 1
    const line: { entry: JournalEntry } = {
      entry: {
        seq: this.#count,
        at: this.#clock.now(),
        provider,
        ...(operation !== undefined && { operation }),
        method: request.method,
        path: request.path.slice(0, 256),
        headers: maskHeaders(request.headers),
        body: maskRequestBody(request),
      },
    }
    this.#log.append(line)
    return (answer, fault) => {
      line.entry = {
        ...line.entry,
        ...(answer !== undefined && { answer: { ...answer, body: shown(answer) } }),
        ...(fault !== undefined && { fault: fault.kind }),
      }
    }
  }

  /** Entries after number `since`, oldest first. */
  entries(since = 0): ReadonlyArray<JournalEntry> {
    return this.#log.entries().flatMap(({ entry }) => (entry.seq > since ? [entry] : []))
  }

  clear(): void {
    this.#log.clear()
    this.#count = 0
  }
}

function shown(answer: WireAnswer): string {
  return answer.headers["content-type"]?.startsWith("application/json") === true
    ? maskJson(Buffer.from(answer.body))
    : answer.body.slice(0, 2_000)
}
