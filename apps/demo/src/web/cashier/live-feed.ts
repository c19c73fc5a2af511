import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from "@nestjs/common"
import * as Schema from "effect/Schema"
import { TILL, type Till } from "../till/till.js"
import { Watchers } from "../till/watchers.js"

const decodeEnd = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ position: Schema.Finite })))

/** A key is unique within its account. */
interface Watched {
  readonly key: string
  readonly account?: string
}

/** No account has a slash in its name. */
const nameOf = ({ key, account = "" }: Watched): string => `${account}/${key}`

/** Wakes whoever looks at a payment when something happened to it, in whichever process. One look at the database for all. */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #till: Till
  readonly #watchers = new Watchers()
  readonly #closing = new AbortController()
  #stop = () => Promise.resolve()

  constructor(@Inject(TILL) till: Till) {
    this.#till = till
  }

  /** Ends with the application. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** How many look at something now. */
  get watching(): number {
    return this.#watchers.size
  }

  /** Before the first page is served, so that nothing happens unseen in between. */
  async onApplicationBootstrap(): Promise<void> {
    const [end] = decodeEnd(
      await this.#till.query("select coalesce(max(position), 0)::float8 as position from qriskit.event"),
    )
    this.#stop = this.#till.watch(end?.position ?? 0, (event) => this.#watchers.wake(nameOf(event)))
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing.abort()
    await this.#stop()
  }

  /** Calls `wake` when something happens to the payment. Returns what ends that. */
  watch(payment: Watched, wake: () => void): () => void {
    return this.#watchers.watch(nameOf(payment), wake)
  }
}
