import type { PaymentStatus } from "../payment-status.js"
import { formatRupiah } from "../rupiah.js"

/** That an answer is about something else than was asked. What is missing on either side contradicts nothing. */
export const differs = (
  field: string,
  answered: string | null | undefined,
  asked: string | undefined,
): string | undefined =>
  answered === null || answered === undefined || asked === undefined || answered === asked
    ? undefined
    : `its ${field} is not the one that was asked about`

/** That an answer is about another amount than was asked, in rupiah. What is missing contradicts nothing. */
export const differsInAmount = (
  answered: number | undefined,
  asked: number | undefined,
): string | undefined =>
  answered === undefined || asked === undefined || answered === asked
    ? undefined
    : `it is about ${formatRupiah(answered)}, not ${formatRupiah(asked)}`

/** Those that there are, for an `UntrustedResponse`. */
export const contradictionsAmong = (found: ReadonlyArray<string | undefined>): ReadonlyArray<string> =>
  found.filter((contradiction) => contradiction !== undefined)

/**
 * That a payment which was made just now is something else than pending: an answer about another one, or a stale one.
 */
export const startedAs = (status: PaymentStatus): string | undefined =>
  status === "pending" ? undefined : `it says that the new payment is already ${status}`
