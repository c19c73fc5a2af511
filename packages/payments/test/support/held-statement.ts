import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { Decoration } from "./world.js"

/** A process whose statement of this name waits, once it is about to be sent, until somebody lets it go on. */
export const holdingStatement = (name: string) => {
  const isHeld = Deferred.makeUnsafe<void>()
  const goesOn = Deferred.makeUnsafe<void>()
  const decorate: Decoration = {
    provider: (provider) => provider,
    database: (service) => ({
      ...service,
      query: (statement, values) => {
        const asking = service.query(statement, values)
        if (typeof statement === "string" || statement.name !== name) return asking
        return Deferred.succeed(isHeld, undefined).pipe(
          Effect.andThen(Deferred.await(goesOn)),
          Effect.andThen(asking),
        )
      },
    }),
  }
  return {
    decorate,
    held: () => Effect.runPromise(Deferred.await(isHeld)),
    goOn: () => Effect.runPromise(Deferred.succeed(goesOn, undefined)),
  }
}
