import { isIP } from "node:net"
import { isAddressWithin } from "@qriskit/core/provider-kit"
import type { EndpointsSettings } from "./options.js"

/** Of the internet, IPv6 has only these so far (IANA, IPv6 Global Unicast Address Assignments). */
const PUBLIC_IPV6 = "2000::/3"

/**
 * What is no address of a server on the internet, or leads to another one: IANA's special-purpose registries for IPv4
 * and IPv6, multicast, and what carries an IPv4 address inside (6to4, Teredo). Of IPv6 all but `PUBLIC_IPV6` is refused
 * already: loopback, unspecified, mapped, NAT64, unique local, link-local, multicast.
 */
const NOT_PUBLIC: ReadonlyArray<string> = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // A cloud's host, for the machines in it, under an address that looks public (Azure).
  "168.63.129.16",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
]

const isPublic = (address: string): boolean =>
  !isAddressWithin(address, NOT_PUBLIC) &&
  // One that was mapped into IPv6 counts as the IPv4 one that it is.
  (isAddressWithin(address, ["0.0.0.0/0"]) || isAddressWithin(address, [PUBLIC_IPV6]))

type Rules = Pick<EndpointsSettings, "allowPrivate" | "allowHttp" | "ports">

/** Whether an address may be connected to. What is no address may not. */
export const isPermittedAddress = (address: string, { allowPrivate }: Rules): boolean => {
  if (isIP(address) === 0 || address.includes("%")) return false
  if (allowPrivate === true || isPublic(address)) return true
  return allowPrivate !== false && isAddressWithin(address, allowPrivate)
}

const PORTS: Readonly<Record<string, ReadonlyArray<number>>> = {
  "https:": [443, 8_443],
  "http:": [80, 8_080],
}

/** The port that a URL names, or that its protocol stands for. */
export const portOf = ({ protocol, port }: URL): number =>
  port === "" ? (protocol === "http:" ? 80 : 443) : Number(port)

const mayUsePort = (url: URL, { ports, allowHttp }: Rules): boolean => {
  if (ports === "any") return true
  const port = portOf(url)
  return (ports ?? [...(PORTS["https:"] ?? []), ...(allowHttp ? (PORTS["http:"] ?? []) : [])]).includes(port)
}

/** The host of a URL as it is looked up: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "")

/** What is wrong with a URL, before its name is looked up; `undefined`: nothing. */
export const objectionTo = (text: string, rules: Rules): string | undefined => {
  // URL parsers drop such characters silently; the text would then not be the address that was checked.
  if (!URL.canParse(text) || /[\s\p{Cc}\\]/u.test(text)) return "must be an absolute URL"
  const url = new URL(text)
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password"
  if (url.hash !== "") return "must not hold a fragment"
  if (url.protocol !== "https:" && !(url.protocol === "http:" && rules.allowHttp))
    return rules.allowHttp ? "must be https or http" : "must be https"
  const isAddress = isIP(hostOf(url)) !== 0
  if (isAddress && !isPermittedAddress(hostOf(url), rules))
    return "must not be an address of a private or special network"
  return mayUsePort(url, rules) ? undefined : `must not use port ${portOf(url)}`
}
