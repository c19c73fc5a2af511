import { BlockList, isIP } from "node:net"

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4")
LOOPBACK.addAddress("::1", "ipv6")

/**
 * Does this host name or address mean this machine only? Takes `localhost`, addresses, and `[::1]` as URLs write it.
 */
export function isLoopback(host: string): boolean {
  const bare = unbracketed(host)
  const family = isIP(bare)
  if (family === 0) return bare.toLowerCase() === "localhost"
  return LOOPBACK.check(bare, family === 6 ? "ipv6" : "ipv4")
}

/** An address as a URL writes it. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

export function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1")
}
