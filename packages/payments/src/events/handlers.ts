import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Transaction } from "../database/database.js"
import type { PaymentEvent } from "./event.js"
import { EventType } from "./event-type.js"

/** Runs in the transaction in which the delivery is marked: its writes through `tx` happen exactly once. */
export type JoinedHandler = (event: PaymentEvent, tx: Transaction) => Promise<unknown>

/** Runs outside of any transaction, before the delivery is marked: at least once. */
export type FreeHandler = (event: PaymentEvent) => Promise<unknown>

/** What a handler is for. `"*"`: every event. */
export type Subject = EventType | "*"

interface Registration<H> {
  readonly subject: Subject
  readonly handler: H
}

/**
 * This process's handlers. Processes share one delivery of each event: those that have handlers for its type. A process
 * delivers no other events.
 */
export class Handlers extends Context.Service<
  Handlers,
  {
    /** Registers a handler; returns what takes it off again. */
    addJoined(subject: Subject, handler: JoinedHandler): () => void
    addFree(subject: Subject, handler: FreeHandler): () => void
    /** The types of events that some handler here is for. */
    types(): ReadonlyArray<EventType>
    /** Whether some handler runs in the transaction that marks its delivery. */
    hasJoined(): boolean
    joinedFor(type: EventType): ReadonlyArray<JoinedHandler>
    freeFor(type: EventType): ReadonlyArray<FreeHandler>
  }
>()("@qriskit/payments/Handlers") {
  static readonly layer: Layer.Layer<Handlers> = Layer.effect(
    Handlers,
    Effect.sync(() => {
      const joined = new Set<Registration<JoinedHandler>>()
      const free = new Set<Registration<FreeHandler>>()
      const add =
        <H>(registrations: Set<Registration<H>>) =>
        (subject: Subject, handler: H): (() => void) => {
          const registration = { subject, handler }
          registrations.add(registration)
          return () => {
            registrations.delete(registration)
          }
        }
      const matching = <H>(registrations: ReadonlySet<Registration<H>>, type: EventType): ReadonlyArray<H> =>
        [...registrations]
          .filter(({ subject }) => subject === "*" || subject === type)
          .map(({ handler }) => handler)
      return {
        addJoined: add(joined),
        addFree: add(free),
        types: () => {
          const subjects = new Set([...joined, ...free].map(({ subject }) => subject))
          return EventType.literals.filter((type) => subjects.has("*") || subjects.has(type))
        },
        hasJoined: () => joined.size > 0,
        joinedFor: (type) => matching(joined, type),
        freeFor: (type) => matching(free, type),
      }
    }),
  )
}
