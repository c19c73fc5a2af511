import type * as Effect from "effect/Effect"
import type { EndpointVerbs } from "./port.js"

type Promised<Verb> = Verb extends (...args: infer Args) => Effect.Effect<infer A, unknown, unknown>
  ? (...args: Args) => Promise<A>
  : never

/** What may be done with endpoints, in promises. They reject with what the Effect door fails with. */
export type EndpointsClient = { readonly [Name in keyof EndpointVerbs]: Promised<EndpointVerbs[Name]> }

type Bound<Verb> = Verb extends (...args: infer Args) => Effect.Effect<infer A, infer E, unknown>
  ? (...args: Args) => Effect.Effect<A, E>
  : never

/** The verbs with all they need. */
type BoundVerbs = { readonly [Name in keyof EndpointVerbs]: Bound<EndpointVerbs[Name]> }

/** The verbs in promises. */
export const endpointsClient = (
  verbs: BoundVerbs,
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>,
): EndpointsClient => ({
  add: (input) => run(verbs.add(input)),
  get: (id, of) => run(verbs.get(id, of)),
  list: (query) => run(verbs.list(query)),
  update: (id, change, of) => run(verbs.update(id, change, of)),
  rotate: (id, options) => run(verbs.rotate(id, options)),
  remove: (id, of) => run(verbs.remove(id, of)),
  messages: (query) => run(verbs.messages(query)),
  deadLetters: (query) => run(verbs.deadLetters(query)),
  attempts: (query) => run(verbs.attempts(query)),
  resend: (what, of) => run(verbs.resend(what, of)),
  ping: (id, of) => run(verbs.ping(id, of)),
})
