import * as vm from "node:vm"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RawNotification } from "../src/notification.js"
import { decoderOf } from "../src/provider-kit/exchange.js"
import {
  concerns,
  jsonReply,
  notificationHeader,
  readNotificationBody,
} from "../src/provider-kit/notification-body.js"
import { invalidNotification } from "../src/provider-kit/received-notification.js"
import { InvalidNotification } from "../src/reason.js"
import { MAX_BODY_BYTES } from "../src/transport.js"
import { forAll } from "./support/for-all.js"

const decode = decoderOf(Schema.Struct({ id: Schema.String, status: Schema.String }))
const read = (body: unknown) =>
  // What a caller without types hands over.
  readNotificationBody("contoh", { headers: {}, body } as RawNotification, decode)

const reasonOf = (body: unknown): InvalidNotification => {
  const error = Result.getOrThrow(Result.flip(read(body)))
  expect(error._tag).toBe("QrisError")
  expect(error.operation).toBe("notification")
  if (error.reason._tag !== "InvalidNotification") throw new Error(`unexpected ${error.reason._tag}`)
  return error.reason
}

/** Bytes that lie in the middle of others. */
const viewInto = (text: string): DataView => {
  const bytes = new TextEncoder().encode(`xx${text}yy`)
  return new DataView(bytes.buffer, 2, bytes.length - 4)
}

describe("a callback's body", () => {
  const text = '{"id":"p-1","status":"PAID","extra":[1]}'

  it.for([
    ["text", text],
    ["bytes", new TextEncoder().encode(text)],
    ["a Buffer", Buffer.from(text)],
    [
      "bytes of another realm",
      vm.runInNewContext(`new TextEncoder().encode(text)`, { TextEncoder, text }) as unknown,
    ],
    ["an ArrayBuffer", new TextEncoder().encode(text).buffer],
    [
      "an ArrayBuffer of another realm",
      vm.runInNewContext(`new TextEncoder().encode(text).buffer`, { TextEncoder, text }) as unknown,
    ],
    ["a view into a larger buffer", viewInto(text)],
    ["text with a byte order mark", `\ufeff${text}`],
    ["bytes with a byte order mark", Buffer.from(`\ufeff${text}`)],
  ])("is read from %s", ([, body]) => {
    const { claim, raw } = Result.getOrThrow(read(body))
    expect(claim).toEqual({ id: "p-1", status: "PAID" })
    expect(raw).toEqual({ id: "p-1", status: "PAID", extra: [1] })
  })

  it.for([undefined, null, { id: "p-1" }, 7, [123]])("is not what a JSON parser made of it: %j", (body) => {
    const { kind, message } = reasonOf(body)
    // The mistake of whoever handed it over, not of whoever sent it.
    expect(kind).toBe("misuse")
    expect(message).toContain("pass the body as it was received, before any JSON parser")
  })

  it.for([
    ["nothing", "", "the body is empty"],
    ["a web page", "<html>", "the body is not JSON"],
    ["UTF-16", Buffer.from('{"id":"p"}', "utf16le"), "the body is not JSON"],
    ["another shape", '{"id":5}', "id must be text"],
    ["a list", "[]", "must be an object"],
  ])("is malformed where it is %s", ([, body, description]) => {
    const reason = reasonOf(body)
    expect(reason.kind).toBe("malformed")
    expect(reason.description).toBe(description)
  })

  it("is read up to 1 MiB and no further", () => {
    const filler = (length: number) => `{"id":"p","status":"${"x".repeat(length - 23)}"}  `.slice(0, length)
    expect(read(filler(MAX_BODY_BYTES))).toSatisfy(Result.isSuccess)
    expect(reasonOf(filler(MAX_BODY_BYTES + 1)).kind).toBe("oversized")
    expect(reasonOf(new Uint8Array(MAX_BODY_BYTES + 1)).kind).toBe("oversized")
  })

  it("cannot hurt by nesting", () => {
    const deep = `{"id":"p","status":"x","more":${"[".repeat(500_000)}${"]".repeat(500_000)}}`
    const { raw } = Result.getOrThrow(read(deep))
    expect(JSON.stringify(raw)).toContain("<nested too deeply>")
  })

  it("is read or refused, whatever its bytes are", () => {
    forAll(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json(), fc.string({ unit: "binary" })), (body) => {
      expect(Result.isResult(read(body))).toBe(true)
    })
  })
})

describe("a callback's header", () => {
  it("is found in whichever case it came", () => {
    for (const name of ["mcp-signature", "Mcp-Signature", "MCP-SIGNATURE"]) {
      expect(notificationHeader({ [name]: "abc" }, "MCP-Signature")).toBe("abc")
    }
  })

  it("is its first value where it was repeated, and absent where it is not there", () => {
    expect(notificationHeader({ "x-sign": ["a", "b"] }, "x-sign")).toBe("a")
    expect(notificationHeader({ "x-sign": [] }, "x-sign")).toBeUndefined()
    expect(notificationHeader({ "x-sign": [7 as unknown as string] }, "x-sign")).toBeUndefined()
    expect(notificationHeader({ "x-sign": undefined }, "x-sign")).toBeUndefined()
    expect(notificationHeader({}, "constructor")).toBeUndefined()
  })
})

describe("a callback", () => {
  const claimed = { paymentId: "p-1", externalId: "e-1", orderId: "o-1" }
  const stored = { provider: "contoh", ...claimed }

  it("concerns the payment whose ids it names, and any payment where none is expected", () => {
    expect(concerns("contoh", claimed, stored)).toBe(true)
    expect(concerns("contoh", { paymentId: "p-1", externalId: "e-1" }, stored)).toBe(true)
    expect(concerns("contoh", claimed, undefined)).toBe(true)
    expect(concerns("contoh", claimed, null)).toBe(true)
  })

  it.each(["provider", "paymentId", "externalId", "orderId"])(
    "does not concern a payment with another %s",
    (id) => {
      expect(concerns("contoh", claimed, { ...stored, [id]: "other" })).toBe(false)
    },
  )

  it("does not concern a payment of another account, nor one of none", () => {
    const ofToko = { ...stored, account: "toko-1" }
    expect(concerns("contoh", claimed, ofToko, "toko-1")).toBe(true)
    expect(concerns("contoh", claimed, ofToko, "toko-2")).toBe(false)
    expect(concerns("contoh", claimed, ofToko)).toBe(false)
    expect(concerns("contoh", claimed, stored, "toko-1")).toBe(false)
    expect(concerns("contoh", claimed, undefined, "toko-1")).toBe(true)
  })

  it("gives texts to people without what could disturb a log", () => {
    const { clean } = Result.getOrThrow(
      readNotificationBody("contoh", { headers: {}, body: '{"id":"1","status":"PAID"}' }, decode),
    )
    expect(clean("PAID\r\nforged line")).toBe("PAID forged line")
  })
})

describe("what belongs to a callback", () => {
  it("is an error of the operation notification, and changes nothing", () => {
    const error = invalidNotification("contoh", "unauthentic", "its signature is wrong")
    expect(error.reason).toBeInstanceOf(InvalidNotification)
    expect(error.message).toBe(
      "contoh notification: The notification is not acceptable: its signature is wrong. Nothing changes: only an inquiry tells whether money moved.",
    )
  })

  it("is an answer in JSON", () => {
    expect(jsonReply(200, { message: "SUCCESS" })).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: '{"message":"SUCCESS"}',
    })
  })
})
