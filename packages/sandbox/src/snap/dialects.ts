import type { Surroundings } from "../surroundings.js"
import { type SnapWithAccounts, snapWithAccounts } from "./accounts.js"
import { SNAP_FACTS } from "./acquirers.js"
import type { SnapKeys } from "./keys.js"
import type { SnapAcquirer } from "./names.js"
import type { SnapSettings } from "./settings.js"

/** Every SNAP acquirer. */
export type SnapDialects = Readonly<Record<`snap-${SnapAcquirer}`, SnapWithAccounts>>

/** What they have in common: the merchants, one ledger, one clock. */
export function snapDialects(
  surroundings: Surroundings<SnapSettings> & { readonly keys: SnapKeys },
): SnapDialects {
  const of = (acquirer: SnapAcquirer): SnapWithAccounts =>
    snapWithAccounts({ ...surroundings, acquirer, facts: SNAP_FACTS[acquirer] })
  return {
    "snap-midtrans": of("midtrans"),
    "snap-nicepay": of("nicepay"),
    "snap-doku": of("doku"),
    "snap-dana": of("dana"),
    "snap-bri": of("bri"),
    "snap-winpay": of("winpay"),
    "snap-paydia": of("paydia"),
    "snap-shopeepay": of("shopeepay"),
    "snap-ifortepay": of("ifortepay"),
  }
}
