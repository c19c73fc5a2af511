import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Database } from "../database/database.js"
import type { Lane } from "../engine/lane.js"
import type { Wakeups } from "../engine/wakeups.js"
import { type DatabaseFailure, InvalidInput } from "../failure.js"
import type { OfAccount } from "../record/account.js"
import type { Settings } from "../settings.js"
import type { ListAttempts, ListEndpoints, ListMessages } from "./asked.js"
import type { AddEndpoint, ChangeEndpoint, Endpoint, EndpointWithSecret } from "./endpoint.js"
import type { EndpointSecretFailure, NoSuchEndpoint } from "./failure.js"
import type { EndpointAttempt, EndpointMessage } from "./message.js"
import type { Resend } from "./resend.js"

/** What work on webhooks onward needs. */
export type OnwardNeeds = Database | Settings | Wakeups

/** One piece of work, and whose it is. */
export interface Job {
  readonly share: string
  readonly work: Effect.Effect<void, never, OnwardNeeds>
}

export type OnwardLane = Lane<Job, OnwardNeeds, OnwardNeeds>

/** How long the older secrets sign beside the new one. */
export interface RotateOptions extends OfAccount {
  /** In milliseconds, 0 to 30 days. Default: `overlapMillis` of `endpoints`. */
  readonly overlapMillis?: number
}

type Verb<A, E = never> = Effect.Effect<A, E | InvalidInput | DatabaseFailure, OnwardNeeds>

/**
 * What may be done with endpoints. Where a verb takes an id, `account` says whose it must be; without it, anybody's is
 * meant: give it where the id comes from a merchant.
 */
export interface EndpointVerbs {
  /** Adds an endpoint: it is told of what happens from now on, or after `from`. Gives its signing secret, once. */
  add(input: AddEndpoint): Verb<EndpointWithSecret, EndpointSecretFailure>
  /** An endpoint by its id, with the last characters of its secrets. */
  get(id: string, of?: OfAccount): Verb<Endpoint, NoSuchEndpoint>
  /** Endpoints, the oldest first, in pages. */
  list(query?: ListEndpoints): Verb<ReadonlyArray<Endpoint>>
  /** Changes an endpoint, stops it, or lets it go on where it stopped. What waits goes to a new URL, too. */
  update(id: string, change: ChangeEndpoint, of?: OfAccount): Verb<Endpoint, NoSuchEndpoint>
  /** Makes a new signing secret, and gives it once. The old one signs beside it for `overlapMillis`. */
  rotate(
    id: string,
    options?: RotateOptions,
  ): Verb<EndpointWithSecret, NoSuchEndpoint | EndpointSecretFailure>
  /** Removes an endpoint and its secrets. Nothing more is sent to it. */
  remove(id: string, of?: OfAccount): Verb<void, NoSuchEndpoint>
  /** Messages, the oldest first, in pages. */
  messages(query?: ListMessages): Verb<ReadonlyArray<EndpointMessage>>
  /** Messages that were given up, until somebody sends them again. */
  deadLetters(query?: Omit<ListMessages, "state">): Verb<ReadonlyArray<EndpointMessage>>
  /** Attempts, the newest first, in pages. */
  attempts(query?: ListAttempts): Verb<ReadonlyArray<EndpointAttempt>>
  /** Sends one message again, or an endpoint's dead letters since a time, under the same ids. Gives how many. */
  resend(what: Resend, of?: OfAccount): Verb<number, NoSuchEndpoint>
  /** Sends a test message now, once, also where the endpoint is disabled, and gives what came of it. */
  ping(id: string, of?: OfAccount): Verb<EndpointAttempt, NoSuchEndpoint | EndpointSecretFailure>
}

/** Webhooks onward as payments take them. `endpoints()` of `@qriskit/payments/endpoints` makes it. */
export interface OnwardPort {
  readonly verbs: EndpointVerbs
  /** What is done in each process that works: new for each. Whatever makes messages comes first. */
  readonly lanes: () => ReadonlyArray<OnwardLane>
  /**
   * Deletes what is past its retention: settled messages from before then, with their attempts, and what was removed.
   */
  readonly prune: (before: Date) => Effect.Effect<void, DatabaseFailure, OnwardNeeds>
  /** What is due now, up to about a thousand. */
  readonly left: Effect.Effect<number, DatabaseFailure, OnwardNeeds>
}

const refused = (operation: keyof EndpointVerbs) => () =>
  Effect.fail(
    new InvalidInput({
      operation: `endpoints.${operation}`,
      issues: [
        {
          path: "endpoints",
          message: "is not among the options of payments: give it endpoints() of @qriskit/payments/endpoints",
        },
      ],
    }),
  )

const NONE: OnwardPort = {
  verbs: {
    add: refused("add"),
    get: refused("get"),
    list: refused("list"),
    update: refused("update"),
    rotate: refused("rotate"),
    remove: refused("remove"),
    messages: refused("messages"),
    deadLetters: refused("deadLetters"),
    attempts: refused("attempts"),
    resend: refused("resend"),
    ping: refused("ping"),
  },
  lanes: () => [],
  prune: () => Effect.void,
  left: Effect.succeed(0),
}

/** Webhooks onward, where payments were given them. */
export class Onward extends Context.Service<Onward, OnwardPort>()("@qriskit/payments/Onward") {
  static readonly none = NONE
}
