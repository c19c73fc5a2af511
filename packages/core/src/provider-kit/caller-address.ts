/** An address as numbers: IPv4 has 32 bits, IPv6 has 128. An IPv4 address that was mapped into IPv6 is the IPv4 one. */
interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
  /** The one spelling: `203.0.113.9`, `2001:db8::9`. */
  readonly text: string
}

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

const ipv4 = (value: bigint): Address => ({
  bits: 32,
  value,
  text: [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join("."),
})

const numberOf = (digits: ReadonlyArray<string>, bitsEach: bigint, radix: "" | "0x"): bigint =>
  digits.reduce((value, digit) => (value << bitsEach) | BigInt(`${radix}${digit}`), 0n)

const parseIpv4 = (text: string): Address | undefined => {
  const octets = text.split(".")
  return IPV4.test(text) && octets.every((octet) => Number(octet) < 256)
    ? ipv4(numberOf(octets, 8n, ""))
    : undefined
}

/** The groups of an IPv6 address in the spelling that URL parsers give: `2001:db8::9`. */
const groupsOf = (canonical: string): ReadonlyArray<string> => {
  const [head = "", tail] = canonical.split("::")
  const split = (half: string) => (half === "" ? [] : half.split(":"))
  const [before, after] = [split(head), split(tail ?? "")]
  return [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after]
}

/**
 * Any URL parser knows all spellings of an IPv6 address. A zone (`fe80::1%eth0`) says which card, not which address.
 */
const parseIpv6 = (text: string): Address | undefined => {
  const [bare = ""] = text.split("%", 1)
  const url = `http://[${bare}]`
  if (!/^[0-9a-f:.]+$/i.test(bare) || !URL.canParse(url)) return undefined
  const canonical = new URL(url).hostname.slice(1, -1)
  const [, high, low] = MAPPED.exec(canonical) ?? []
  return high !== undefined && low !== undefined
    ? ipv4(numberOf([high, low], 16n, "0x"))
    : { bits: 128, value: numberOf(groupsOf(canonical), 16n, "0x"), text: canonical }
}

const parseAddress = (text: string): Address | undefined => parseIpv4(text) ?? parseIpv6(text)

/**
 * A caller's address in one spelling, whichever the server saw: `::ffff:203.0.113.9` and `::FFFF:CB00:7109` are
 * `203.0.113.9`, `2001:DB8:0::9` is `2001:db8::9`. What is no address stays as it is.
 */
export const canonicalAddress = (address: string): string =>
  parseAddress(address.trim())?.text ?? address.trim()

interface Range extends Address {
  /** How many bits count. */
  readonly prefix: number
}

/** An address, or a range such as `203.0.113.0/24`. A mapped range, `::ffff:203.0.113.0/120`, is the IPv4 one. */
const parseRange = (text: string): Range | undefined => {
  const [address = "", given, ...more] = text.trim().split("/")
  const parsed = parseAddress(address)
  if (parsed === undefined || more.length > 0 || !/^\d{1,3}$/.test(given ?? "0")) return undefined
  const isMapped = parsed.bits === 32 && address.includes(":")
  const prefix = given === undefined ? parsed.bits : Number(given) - (isMapped ? 96 : 0)
  return prefix >= 0 && prefix <= parsed.bits ? { ...parsed, prefix } : undefined
}

/** Whether a text is an address or a range of addresses in CIDR notation. */
export const isAddressRange = (text: string): boolean => parseRange(text) !== undefined

/**
 * Whether an address is one of these, or within one of these ranges, whichever way they are spelled. No address, and
 * what is none, is not.
 *
 * @example
 * ```ts
 * import { isAddressWithin } from "@qriskit/core/provider-kit"
 *
 * const isTheirs = isAddressWithin("::ffff:203.0.113.9", ["203.0.113.0/24", "2001:db8::/32"])
 * ```
 */
export const isAddressWithin = (address: string | undefined, ranges: ReadonlyArray<string>): boolean => {
  const caller = address === undefined ? undefined : parseAddress(address.trim())
  return (
    caller !== undefined &&
    ranges.map(parseRange).some((range) => {
      if (range === undefined || range.bits !== caller.bits) return false
      const shift = BigInt(range.bits - range.prefix)
      return range.value >> shift === caller.value >> shift
    })
  )
}
