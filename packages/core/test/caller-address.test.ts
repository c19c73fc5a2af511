import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalAddress, isAddressRange, isAddressWithin } from "../src/provider-kit/caller-address.js"
import { judgeCaller } from "../src/provider-kit/callers.js"
import { forAll } from "./support/for-all.js"

describe("an address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:203.0.113.9", "203.0.113.9"],
    ["0:0:0:0:0:ffff:cb00:7109", "203.0.113.9"],
    [" 203.0.113.9 ", "203.0.113.9"],
    ["2001:DB8:0:0::9", "2001:db8::9"],
    ["fe80::1%eth0", "fe80::1"],
    ["::1", "::1"],
    ["::", "::"],
    ["unix:", "unix:"],
    ["203.0.113.256", "203.0.113.256"],
    ["", ""],
  ])("%j is %j, whichever way it is spelled", (spelled, canonical) => {
    expect(canonicalAddress(spelled)).toBe(canonical)
  })

  it("is within itself, mapped or not, and within its network", () => {
    forAll(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      for (const spelled of [address, `::ffff:${address}`, `::FFFF:${address}`]) {
        expect(isAddressWithin(spelled, [address])).toBe(true)
        expect(isAddressWithin(spelled, [`${address}/${prefix}`])).toBe(true)
        expect(isAddressWithin(spelled, [`::ffff:${address}/${96 + prefix}`])).toBe(true)
      }
    })
    forAll(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, prefix) => {
      expect(isAddressWithin(address.toUpperCase(), [address])).toBe(true)
      if (!canonicalAddress(address).includes(".")) {
        expect(isAddressWithin(address, [`${address}/${prefix}`])).toBe(true)
      }
    })
  })

  it("is not within another network", () => {
    expect(isAddressWithin("203.0.113.9", ["203.0.112.0/24", "203.0.113.8", "2001:db8::/32"])).toBe(false)
    expect(isAddressWithin("203.0.113.9", ["203.0.113.8/29"])).toBe(true)
    expect(isAddressWithin("203.0.113.16", ["203.0.113.8/29"])).toBe(false)
    expect(isAddressWithin("2001:db9::1", ["2001:db8::/32"])).toBe(false)
    expect(isAddressWithin("::cb00:7109", ["203.0.113.9"])).toBe(false)
    expect(isAddressWithin(undefined, ["0.0.0.0/0", "::/0"])).toBe(false)
    expect(isAddressWithin("", ["0.0.0.0/0", "::/0"])).toBe(false)
  })

  it.each([
    "",
    "203.0.113",
    "203.0.113.9/33",
    "203.0.113.9/-1",
    "203.0.113.9/",
    "203.0.113.9/8/8",
    "::ffff:1.2.3.4/95",
    "2001:db8::/129",
    "example.com",
    "::1]/x[",
    "010.0.0.1/a",
  ])("%j is no range", (text) => {
    expect(isAddressRange(text)).toBe(false)
  })
})

describe("a rule for callers", () => {
  it("is asked with one spelling of the address", () => {
    const asked: Array<string | undefined> = []
    judgeCaller((address) => asked.push(address) > 0, "::ffff:203.0.113.9")
    expect(asked).toEqual(["203.0.113.9"])
  })

  it.each([
    ["a list that names the address", ["203.0.113.9"], "::ffff:203.0.113.9", "allowed"],
    ["a list that names its network", ["203.0.113.0/24"], "203.0.113.9", "allowed"],
    ["a list that names another", ["203.0.113.0/24"], "203.0.114.9", "refused"],
    ["no rule", undefined, undefined, "allowed"],
    ["a rule that says yes to nobody in particular", () => true, undefined, "allowed"],
    ["a rule, and no address to ask it about", ["203.0.113.0/24"], undefined, "misuse"],
  ] as const)("%s", (_, rule, address, verdict) => {
    expect(judgeCaller(rule, address)).toBe(verdict)
  })
})
