import { type OfAccount, ONE_ACCOUNT } from "../record/account.js"
import type { PaymentEvent } from "./event.js"

/** What is watched: one payment where `key` is given, else every payment of `account`, else all. */
export interface Watched extends OfAccount {
  /** The payment's key. Without `account`: of the one account of a client. */
  readonly key?: string
}

/**
 * Told of what happens to payments. Nobody waits for it: each call should set something off and return. One that throws
 * is told no more than `over`.
 */
export interface Watcher {
  /** From here on nothing is missed: look at what is now. Called once, soon after the watch began. */
  readonly begun?: () => void
  /** Something was committed, by whichever process. Events of one payment come in their order; one may come twice. */
  readonly happened: (event: PaymentEvent) => void
  /**
   * Nothing more will be heard, since payments close or the watch broke. Not called where the watch is
   * ended by its owner.
   */
  readonly over?: () => void
}

const ALL = "all"
const nameOf = ({ key, account }: Watched): string => {
  if (key !== undefined) return JSON.stringify([account ?? ONE_ACCOUNT, key])
  return account === undefined ? ALL : JSON.stringify([account])
}

/** The names under which an event's watchers are kept. */
const namesOf = ({ key, account = ONE_ACCOUNT }: PaymentEvent): ReadonlyArray<string> => [
  nameOf({ key, account }),
  nameOf({ account }),
  ALL,
]

/** Somebody who watches. */
export interface Watch {
  readonly watched: Watched
  readonly watcher: Watcher
  /** Whether it was told that it misses nothing from here on. */
  hasBegun: boolean
}

/** Who watches, by what is watched: an event costs as much as there are who watch its payment. */
export class Watchers {
  readonly #byName = new Map<string, Set<Watch>>()

  get isEmpty(): boolean {
    return this.#byName.size === 0
  }

  add(watched: Watched, watcher: Watcher): Watch {
    const watch: Watch = { watched, watcher, hasBegun: false }
    const name = nameOf(watched)
    this.#byName.set(name, (this.#byName.get(name) ?? new Set()).add(watch))
    return watch
  }

  has(watch: Watch): boolean {
    return this.#byName.get(nameOf(watch.watched))?.has(watch) === true
  }

  remove(watch: Watch): void {
    const name = nameOf(watch.watched)
    const watches = this.#byName.get(name)
    watches?.delete(watch)
    if (watches?.size === 0) this.#byName.delete(name)
  }

  /** All of them, as they are now. */
  all(): ReadonlyArray<Watch> {
    return [...this.#byName.values()].flatMap((watches) => [...watches])
  }

  /** Those who watch an event's payment, as they are now. */
  of(event: PaymentEvent): ReadonlyArray<Watch> {
    return namesOf(event).flatMap((name) => [...(this.#byName.get(name) ?? [])])
  }
}
