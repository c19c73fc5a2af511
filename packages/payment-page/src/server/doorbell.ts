import type { PagePayments } from "./payments.js"

/** A payment that somebody looks at. */
export interface Watched {
  readonly key: string
  readonly account: string
}

interface Bell {
  readonly rung: () => void
  readonly over: () => void
}

const nameOf = ({ key, account }: Watched): string => JSON.stringify([account, key])

/** Rings where something happened to a payment. One reader of the events for all pages, while there are any. */
export class Doorbell {
  readonly #payments: PagePayments
  readonly #onError: (error: unknown) => void
  readonly #bells = new Map<string, Set<Bell>>()
  #size = 0
  #reading: AsyncIterator<{ readonly event: { readonly key: string; readonly account?: string } }> | undefined
  #isClosed = false

  constructor(payments: PagePayments, onError: (error: unknown) => void) {
    this.#payments = payments
    this.#onError = onError
  }

  /** How many listen now. */
  get size(): number {
    return this.#size
  }

  /** Returns what ends it. `over`: nothing more will be heard. */
  listen(watched: Watched, bell: Bell): () => void {
    if (this.#isClosed) {
      bell.over()
      return () => {}
    }
    const name = nameOf(watched)
    const bells = this.#bells.get(name) ?? new Set()
    this.#bells.set(name, bells.add(bell))
    this.#size += 1
    if (this.#reading === undefined) this.#read()
    return () => {
      if (!bells.delete(bell)) return
      this.#size -= 1
      if (bells.size === 0 && this.#bells.get(name) === bells) this.#bells.delete(name)
      if (this.#size === 0) this.#stop()
    }
  }

  /** Ends every page's line. */
  close(): void {
    this.#isClosed = true
    this.#endAll()
  }

  #read(): void {
    const reading = this.#payments.events()[Symbol.asyncIterator]()
    this.#reading = reading
    const hand = async (): Promise<void> => {
      for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
        const { key, account = "" } = next.value.event
        for (const { rung } of [...(this.#bells.get(nameOf({ key, account })) ?? [])]) rung()
      }
    }
    const isOurs = (): boolean => this.#reading === reading
    hand()
      .catch((error: unknown) => {
        if (isOurs()) this.#onError(error)
      })
      .finally(() => {
        if (isOurs()) this.#endAll()
      })
  }

  #endAll(): void {
    const all = [...this.#bells.values()].flatMap((bells) => [...bells])
    // Each set too: whoever takes itself off afterwards is not counted twice.
    for (const bells of this.#bells.values()) bells.clear()
    this.#bells.clear()
    this.#size = 0
    this.#stop()
    for (const { over } of all) over()
  }

  #stop(): void {
    const reading = this.#reading
    this.#reading = undefined
    reading?.return?.().catch(this.#onError)
  }
}
