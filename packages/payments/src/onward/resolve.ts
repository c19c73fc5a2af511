import { lookup, Resolver } from "node:dns/promises"
import { isIP } from "node:net"
import type { EndpointsSettings, LookUp } from "./options.js"
import { isPermittedAddress } from "./permitted.js"

/** A server of DNS has so long, and is asked so often, in milliseconds. */
const PATIENCE = { timeout: 3_000, tries: 2 }

/** As many addresses of a name are tried. */
const MOST = 6

/** No address to connect to. `why` is one sentence for the attempt's record. */
export class Unresolved extends Error {
  override readonly name = "Unresolved"
}

/**
 * Asks DNS itself: the system's resolver would hold one of the process's four threads for files and names as long as a
 * name's servers are silent, so that one merchant's domain would be in everybody's way.
 */
const byDns: LookUp = async (hostname) => {
  const resolver = new Resolver(PATIENCE)
  const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
  return found.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))
}

/** Private names may stand in no DNS: those of a hosts file, of containers, or with an ending that the system adds. */
const bySystem: LookUp = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? ` (${error.code})` : ""

/**
 * The addresses to connect to, in this order. All that a name has must be permitted: one that also points into a
 * private network is somebody's trick, or a mistake that should be seen. Rejects with `Unresolved`.
 */
export const resolve = async (
  hostname: string,
  settings: EndpointsSettings,
): Promise<ReadonlyArray<string>> => {
  const { lookup: own, allowPrivate } = settings
  const lookUp = own ?? (allowPrivate === false ? byDns : bySystem)
  const addresses = isIP(hostname) === 0 ? await found(lookUp, hostname) : [hostname]
  const refused = addresses.find((address) => !isPermittedAddress(address, settings))
  if (refused !== undefined)
    throw new Unresolved(
      isIP(refused) === 0
        ? "the look-up of its name gave what is no address"
        : `its name points to ${refused}, an address of a private or special network; nothing was sent`,
    )
  return [...new Set(addresses)].slice(0, MOST)
}

const found = async (lookUp: LookUp, hostname: string): Promise<ReadonlyArray<string>> => {
  let addresses: ReadonlyArray<string>
  try {
    addresses = await lookUp(hostname)
  } catch (error) {
    throw new Unresolved(`its name could not be looked up${codeOf(error)}`)
  }
  if (addresses.length === 0) throw new Unresolved("its name has no address")
  return addresses
}
