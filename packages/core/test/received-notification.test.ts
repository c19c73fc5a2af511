import * as vm from "node:vm"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { RawNotification } from "../src/notification.js"
import { notificationHeader } from "../src/provider-kit/notification-body.js"
import { receivedNotification } from "../src/provider-kit/received-notification.js"

/** What a caller without types hands over. */
const received = (raw: unknown) => receivedNotification("contoh", raw as RawNotification)

const misuse = (raw: unknown): string => {
  const { reason } = Result.getOrThrow(Result.flip(received(raw)))
  if (reason._tag !== "InvalidNotification") throw new Error(`unexpected ${reason._tag}`)
  expect(reason.kind).toBe("misuse")
  return reason.message
}

describe("headers", () => {
  const pairs: ReadonlyArray<readonly [string, string]> = [
    ["MCP-Signature", "abc"],
    ["Content-Type", "application/json"],
  ]

  it.for<[string, unknown]>([
    ["a record", Object.fromEntries(pairs)],
    ["a record of lists", { "mcp-signature": ["abc"] }],
    ["a web Headers", new Headers(Object.fromEntries(pairs))],
    ["pairs", pairs],
    ["a Map", new Map(pairs)],
    ["Node's rawHeaders", pairs.flat()],
    ["pairs of another realm", vm.runInNewContext(`[["MCP-Signature", "abc"]]`)],
  ])("are read from %s", ([, headers]) => {
    const { headers: record } = Result.getOrThrow(received({ headers, body: "{}" }))
    expect(notificationHeader(record, "mcp-signature")).toBe("abc")
    // What a provider of somebody else's reads without normalising it first.
    expect(notificationHeader(headers as RawNotification["headers"], "Mcp-Signature")).toBe("abc")
  })

  it("keep every value of a name that was repeated, and names that every object has", () => {
    const { headers } = Result.getOrThrow(
      received({
        headers: [
          ["X-Sign", "a"],
          ["x-sign", "b"],
          ["__proto__", "c"],
        ],
        body: "",
      }),
    )
    expect(headers["x-sign"]).toEqual(["a", "b"])
    expect(notificationHeader(headers, "x-sign")).toBe("a")
    expect(Object.hasOwn(headers, "__proto__")).toBe(true)
  })

  it.each<[unknown]>([
    [undefined],
    [null],
    ["MCP-Signature: abc"],
    [7],
    [[["mcp-signature"]]],
    [[["mcp-signature", 1]]],
    [["a", "b", "c"]],
    [{ get: () => "abc" }],
  ])("that were not passed on, or are none, are our own mistake: %j", (headers) => {
    expect(misuse({ headers, body: "{}" })).toContain("pass them as the server or framework gave them")
  })
})

describe("a callback as a whole", () => {
  it("is handed on as it is where nothing has to be changed, so that nothing costly is read", () => {
    const raw = {
      headers: { a: "b" },
      body: "{}",
      get remoteAddress(): string {
        throw new Error("nobody asked for it")
      },
    }
    expect(Result.getOrThrow(received(raw))).toBe(raw)
  })

  it("keeps its path and the caller's address", () => {
    const raw = { headers: new Headers(), body: "{}", path: "/callbacks/zipay", remoteAddress: "203.0.113.9" }
    expect(Result.getOrThrow(received(raw))).toEqual({ ...raw, headers: {} })
  })

  it.each([undefined, null, "callback", 1])("may not be %j", (raw) => {
    expect(misuse(raw)).toContain("it is no notification")
  })

  it("is never quoted where it is refused", () => {
    expect(misuse({ headers: {}, body: { full_name: "Pelanggan Contoh" } })).not.toContain("Pelanggan")
    expect(misuse({ headers: ["hunter2"], body: "" })).not.toContain("hunter2")
  })

  it.each([
    ["a parsed object", { id: "p-1" }],
    ["a Buffer that went through JSON", JSON.parse(JSON.stringify(Buffer.from("{}"))) as unknown],
    ["a promise", Promise.resolve("{}")],
    ["a stream", new ReadableStream()],
    ["a Blob", new Blob(["{}"])],
    ["nothing", undefined],
  ])("may not hold %s for its bytes", (_, body) => {
    expect(misuse({ headers: {}, body })).toBe(
      "The notification was not handed over as it was received: the body is not raw bytes; pass the body as it was received, before any JSON parser.",
    )
  })
})
