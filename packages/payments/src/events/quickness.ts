import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { EventType } from "./event-type.js"

/** A set of deliveries should take no longer than this, in milliseconds: nothing in it waits noticeably. */
const SET_MILLIS = 120

/** One delivery that took long says that something was in its way: it counts as so many times the average at most. */
const OUTLIER = 4

/** A type whose set broke off, or was slow, is handed over one by one for so long, in milliseconds. */
const CAUTION = 30_000

/** How much the last delivery counts in the average. */
const WEIGHT = 0.2

interface Known {
  average: number
  cautiousUntil: number
}

/**
 * How quick the handlers of each type of event have been in this process: so many of them are handed over together.
 * Handlers of which nothing is known, which are slow, or which failed lately get one event at a time.
 */
export class Quickness extends Context.Service<
  Quickness,
  {
    together(type: EventType): number
    /** One delivery took so many milliseconds. */
    note(type: EventType, millis: number): void
    /** A delivery failed, or a set took too long. */
    beCautious(type: EventType): void
  }
>()("@qriskit/payments/Quickness") {
  static readonly layer: Layer.Layer<Quickness> = Layer.sync(Quickness, () => {
    const known = new Map<EventType, Known>()
    return {
      together: (type) => {
        const found = known.get(type)
        if (found === undefined || performance.now() < found.cautiousUntil) return 1
        return Math.max(1, Math.floor(SET_MILLIS / Math.max(found.average, 0.1)))
      },
      note: (type, millis) => {
        const found = known.get(type)
        if (found === undefined) known.set(type, { average: millis, cautiousUntil: 0 })
        else found.average += (Math.min(millis, OUTLIER * found.average + 1) - found.average) * WEIGHT
      },
      beCautious: (type) => {
        const average = known.get(type)?.average ?? SET_MILLIS
        known.set(type, { average, cautiousUntil: performance.now() + CAUTION })
      },
    }
  })
}
