import type { QrisError } from "@qriskit/core"

/** What a provider says where it knows no such payment, or takes what it was asked about for no payment at all. */
const REFUTES: ReadonlySet<string> = new Set(["PaymentNotFound", "InvalidRequest"])

/**
 * Whether a failed inquiry says that a payment, of which only a callback told, is not there. A refusal of who asked, a
 * limit or a silence says nothing about it.
 */
export const refutes = ({ outcome, reason }: QrisError): boolean =>
  outcome === "refused" && REFUTES.has(reason._tag)
