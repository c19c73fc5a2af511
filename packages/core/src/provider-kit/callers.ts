import * as Schema from "effect/Schema"
import { canonicalAddress, isAddressRange, isAddressWithin } from "./caller-address.js"

/**
 * Decides whether a callback from this address is let in: only `true` lets it in. The address is what the server, or
 * its trusted proxy, saw, in one spelling: an IPv4 address that was mapped into IPv6 comes as `203.0.113.9`.
 */
export type AllowCallerRule = (remoteAddress: string | undefined) => boolean

/** A rule of the merchant's own, or the addresses and ranges (`203.0.113.0/24`, `2001:db8::/32`) that may call. */
export type AllowCaller = AllowCallerRule | ReadonlyArray<string>

const isAddresses = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((address) => typeof address === "string" && isAddressRange(address))

/** A field of a provider's configuration that says who may call back. */
export const AllowCaller = Schema.declare(
  (value): value is AllowCaller => typeof value === "function" || isAddresses(value),
).annotate({ message: "must be a function, or a list of addresses and ranges such as 203.0.113.0/24" })

/** What a rule said of a caller. `misuse`: the rule, or what was handed to it, is our own mistake. */
export type CallerVerdict = "allowed" | "refused" | "misuse"

/**
 * Asks a rule about a caller. A rule that throws, or answers with a promise, is a mistake of ours, as is an address
 * that was not passed on to a rule that refuses it; nobody is let in by a mistake.
 */
export const judgeCaller = (
  rule: AllowCaller | undefined,
  remoteAddress: string | undefined,
): CallerVerdict => {
  if (rule === undefined) return "allowed"
  const address = typeof remoteAddress === "string" ? canonicalAddress(remoteAddress) : undefined
  try {
    const answer: unknown = typeof rule === "function" ? rule(address) : isAddressWithin(address, rule)
    if (answer === true) return "allowed"
    return address === undefined || typeof answer !== "boolean" ? "misuse" : "refused"
  } catch {
    return "misuse"
  }
}
