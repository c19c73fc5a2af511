import type { Clock } from "./clock.js"
import type { Identity } from "./identity.js"
import type { Ledger } from "./ledger.js"

/** What a dialect works with: how it is set up, and what all dialects of a sandbox share. */
export interface Surroundings<Settings> {
  readonly settings: Settings
  readonly ledger: Ledger
  readonly clock: Clock
  readonly identity: () => Identity
}
