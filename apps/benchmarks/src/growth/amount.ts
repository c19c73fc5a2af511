import { Rupiah } from "@qriskit/core"

/** What every payment here costs, seeded ones included. */
export const AMOUNT = Rupiah.make(25_000)
