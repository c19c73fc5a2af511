import { OFFERED_OWN, type OfferedProvider } from "./offered-provider.js"
import { OFFERED_SNAP } from "./offered-snap.js"

/** Every provider that the till can offer. */
export const OFFERED: ReadonlyArray<OfferedProvider> = [...OFFERED_OWN, ...OFFERED_SNAP]
