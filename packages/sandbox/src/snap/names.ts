/** The acquirers that speak SNAP here. */
export const SNAP_ACQUIRERS = [
  "midtrans",
  "nicepay",
  "doku",
  "dana",
  "bri",
  "winpay",
  "paydia",
  "shopeepay",
  "ifortepay",
] as const

/** One of the acquirers that speak SNAP here. */
export type SnapAcquirer = (typeof SNAP_ACQUIRERS)[number]

/** What they are called beside acquirers with a door of their own. */
export const SNAP_PROVIDERS = [
  "snap-midtrans",
  "snap-nicepay",
  "snap-doku",
  "snap-dana",
  "snap-bri",
  "snap-winpay",
  "snap-paydia",
  "snap-shopeepay",
  "snap-ifortepay",
] as const satisfies ReadonlyArray<`snap-${SnapAcquirer}`>
