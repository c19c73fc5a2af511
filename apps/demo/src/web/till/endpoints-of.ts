import type { ConsoleEndpoints } from "@qriskit/console"
import type { Payments } from "@qriskit/payments"
import type { PaymentsClient } from "@qriskit/payments/promise"
import type * as Effect from "effect/Effect"

/** What a till does with endpoints: what its console does, and adding its own. */
export type TillEndpoints = ConsoleEndpoints & Pick<PaymentsClient["endpoints"], "add" | "rotate">

/** Webhooks onward of the Effect door as a till calls them. */
export const endpointsOf = (
  endpoints: Payments["Service"]["endpoints"],
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>,
): TillEndpoints => ({
  add: (input) => run(endpoints.add(input)),
  attempts: (query) => run(endpoints.attempts(query)),
  get: (id, of) => run(endpoints.get(id, of)),
  list: (query) => run(endpoints.list(query)),
  messages: (query) => run(endpoints.messages(query)),
  ping: (id, of) => run(endpoints.ping(id, of)),
  resend: (what, of) => run(endpoints.resend(what, of)),
  rotate: (id, options) => run(endpoints.rotate(id, options)),
  update: (id, change, of) => run(endpoints.update(id, change, of)),
})
