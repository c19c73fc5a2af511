import { isAddressWithin } from "./provider-kit/caller-address.js"

const LOOPBACK = ["127.0.0.0/8", "::1"]

/** Networks that no router of the internet forwards (RFC 1918, 3927, 4193, 4291). */
const PRIVATE = [
  ...LOOPBACK,
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
]

/** Endings that no public name has: reserved (RFC 2606, 6761, 6762, 8375), or of container networks. */
const PRIVATE_NAME = /^[^.]+$|\.(localhost|test|local|internal|lan|home\.arpa|svc)$/

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, "")

/** Whether a URL's `hostname` is this machine itself. */
export const isLoopbackHost = (hostname: string): boolean =>
  hostname === "localhost" || isAddressWithin(bare(hostname), LOOPBACK)

/**
 * Whether a URL's `hostname` can only be within a private network: an address of one, a name without a dot as
 * containers have, or an ending that no public name has.
 */
export const isPrivateHost = (hostname: string): boolean => {
  if (isLoopbackHost(hostname) || isAddressWithin(bare(hostname), PRIVATE)) return true
  // An address that is none of these is a public one, not a name.
  return !/^\[|^[\d.]+$/.test(hostname) && PRIVATE_NAME.test(hostname)
}
