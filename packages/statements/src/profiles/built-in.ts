import type { StatementProfileInput } from "../profile/profile.js"
import { bcaMerchant } from "./bca-merchant.js"
import { bniBank, bniQris, bniReport } from "./bni.js"
import { briBank } from "./bri-bank.js"
import { danaSettlement } from "./dana-settlement.js"
import { gopayTransaksi } from "./gopay-transaksi.js"
import { klikbcaBisnis, klikbcaIndividual } from "./klikbca.js"
import { mandiriBank, mandiriBankNew } from "./mandiri-bank.js"
import { mandiriQris } from "./mandiri-qris.js"
import { mt940 } from "./mt940.js"
import { nicepaySettlement } from "./nicepay-settlement.js"
import { xenditBalanceHistory, xenditTransactions } from "./xendit.js"

/** Data to its depth: nobody changes a profile while files are read by it. */
const frozen = <A>(value: A): A => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}

/** Every profile of this package: the reports that are told from each other without being asked. */
export const BUILT_IN: ReadonlyArray<StatementProfileInput> = frozen([
  mandiriQris,
  danaSettlement,
  bniQris,
  bniReport,
  bcaMerchant,
  gopayTransaksi,
  xenditBalanceHistory,
  xenditTransactions,
  nicepaySettlement,
  klikbcaBisnis,
  klikbcaIndividual,
  briBank,
  bniBank,
  mandiriBank,
  mandiriBankNew,
  mt940,
])
