import { bri } from "./facts/bri.ts"
import { dana } from "./facts/dana.ts"
import { doku } from "./facts/doku.ts"
import { ifortepay } from "./facts/ifortepay.ts"
import { midtrans } from "./facts/midtrans.ts"
import { nicepay } from "./facts/nicepay.ts"
import { paydia } from "./facts/paydia.ts"
import { shopeepay } from "./facts/shopeepay.ts"
import { winpay } from "./facts/winpay.ts"
import type { PresetFacts } from "./preset-facts.ts"

/** By the preset's name. */
export const FACTS: Readonly<Record<string, PresetFacts>> = {
  midtrans,
  nicepay,
  doku,
  dana,
  bri,
  winpay,
  paydia,
  shopeepay,
  ifortepay,
}
