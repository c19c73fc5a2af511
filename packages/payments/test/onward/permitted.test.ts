import { describe, expect, test } from "vitest"
import { decodeEndpointsSettings, type EndpointsSettingsInput } from "../../src/onward/options.js"
import { isPermittedAddress, objectionTo } from "../../src/onward/permitted.js"

const settings = (input: EndpointsSettingsInput = {}) => decodeEndpointsSettings(input)

/** Addresses that no webhook may reach, in the spellings that a URL or a look-up may have. */
const REFUSED = [
  ["loopback", ["127.0.0.1", "127.8.9.10", "::1"]],
  ["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
  ["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"]],
  ["link-local, where clouds tell their machines' secrets", ["169.254.169.254", "fe80::1", "fd00:ec2::254"]],
  ["of a cloud's host", ["168.63.129.16", "100.100.100.200", "192.0.0.192"]],
  ["shared by a provider's customers", ["100.64.0.1", "100.127.255.255"]],
  ["multicast and broadcast", ["224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1"]],
  [
    "for documentation and measurements",
    ["192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "2001:db8::1", "3fff::1"],
  ],
  [
    "IPv4 mapped into IPv6",
    ["::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:10.0.0.1", "0:0:0:0:0:ffff:a9fe:a9fe"],
  ],
  [
    "IPv4 in IPv6 otherwise",
    [
      "::7f00:1",
      "64:ff9b::7f00:1",
      "64:ff9b:1::a00:1",
      "2002:7f00:1::",
      "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
  ],
  ["with a zone", ["fe80::1%eth0", "2606:4700::1%eth0"]],
  ["none", ["", "localhost", "1.2.3", "127.1", "0x7f000001"]],
] as const

describe("an address", () => {
  test.each(REFUSED)("that is %s is refused", (_what, addresses) => {
    for (const address of addresses) expect(isPermittedAddress(address, settings()), address).toBe(false)
  })

  test("of the internet is permitted", () => {
    for (const address of [
      "1.1.1.1",
      "103.10.20.30",
      "172.15.0.1",
      "172.32.0.1",
      "100.63.0.1",
      "2606:4700::1111",
      "::ffff:1.1.1.1",
    ])
      expect(isPermittedAddress(address, settings()), address).toBe(true)
  })

  test("is allowed by its range, and no other is", () => {
    const some = settings({ allowPrivate: ["10.1.0.0/16", "::1"] })
    expect(
      ["10.1.2.3", "::ffff:10.1.2.3", "::1"].map((address) => isPermittedAddress(address, some)),
    ).toEqual([true, true, true])
    expect(
      ["10.2.0.1", "127.0.0.1", "169.254.169.254"].map((address) => isPermittedAddress(address, some)),
    ).toEqual([false, false, false])
    expect(isPermittedAddress("169.254.169.254", settings({ allowPrivate: true }))).toBe(true)
  })
})

describe("a URL", () => {
  test.each([
    "http://toko.example/",
    "ftp://toko.example/",
    "javascript:alert(1)",
    "toko.example",
    "https://kasir:rahasia@toko.example/",
    "https://toko.example/#part",
    "https://toko.example:22/",
    "https://toko.example:80/",
    "https://toko.example/a b",
    "https://toko.example\\@127.0.0.1/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://169.254.169.254/latest/meta-data",
    "https://１２７.0.0.1/",
  ])("%s is refused before anything is looked up", (url) => {
    expect(objectionTo(url, settings())).toEqual(expect.stringMatching(/^must /))
  })

  test.each([
    "https://toko.example/webhooks?toko=17",
    "https://toko.example:8443/",
    "https://1.1.1.1/",
    "https://[2606:4700::1111]/",
  ])("%s is taken", (url) => {
    expect(objectionTo(url, settings())).toBeUndefined()
  })

  test("over plain http, or at another port, is taken where that is allowed", () => {
    const plain = settings({ allowHttp: true })
    expect(objectionTo("http://toko.example/", plain)).toBeUndefined()
    expect(objectionTo("http://toko.example:8080/", plain)).toBeUndefined()
    expect(objectionTo("http://toko.example:9000/", plain)).toBe("must not use port 9000")
    expect(objectionTo("https://toko.example:9000/", settings({ ports: [9000] }))).toBeUndefined()
    expect(objectionTo("https://toko.example:9001/", settings({ ports: "any" }))).toBeUndefined()
  })
})

describe("the options", () => {
  test.each([
    [{ allowPrivate: ["10.0.0.0/40"] }, "allowPrivate.0"],
    [{ allowPrivate: ["toko.example"] }, "allowPrivate.0"],
    [{ attemptMillis: 1 }, "attemptMillis"],
    [{ retryMillis: [0] }, "retryMillis.0"],
    [{ ports: [70_000] }, "ports"],
    [{ seal: (secret: string) => secret }, "open"],
    [{ open: (box: string) => box }, "seal"],
  ])("%j is refused by its field", (input, path) => {
    try {
      settings(input)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ _tag: "InvalidConfiguration" })
      expect(String(error)).toContain(path)
    }
  })
})
