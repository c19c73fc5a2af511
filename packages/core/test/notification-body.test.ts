import * as vm from "node:vm"
import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect } from "vitest"
import type { RawNotification } from "../src/notification.js"
import { decoderOf } from "../src/provider-kit/exchange.js"
import {
  concerns,
  invalidNotification,
  jsonReply,
  notificationHeader,
  readNotificationBody,
} from "../src/provider-kit/notification-body.js"
import { InvalidNotification } from "../src/reason.js"
import { MAX_BODY_BYTES } from "../src/transport.js"
import { forAll } from "./support/for-all.js"

const decode = decoderOf(Schema.Struct({ id: Schema.String, status: Schema.String }))
const read = (body: unknown) =>
  // What a caller without types hands over.
  readNotificationBody("contoh", { headers: {}, body } as RawNotification, decode)

const reasonOf = (body: unknown) =>
  Effect.map(Effect.flip(read(body)), (error) => {
    expect(error._tag).toBe("QrisError")
    expect(error.operation).toBe("notification")
    if (error.reason._tag !== "InvalidNotification") throw new Error(`unexpected ${error.reason._tag}`)
    return error.reason
  })

describe("a callback's body", () => {
  const text = '{"id":"p-1","status":"PAID","extra":[1]}'

  it.effect.each([
    ["text", text],
    ["bytes", new TextEncoder().encode(text)],
    ["a Buffer", Buffer.from(text)],
    [
      "bytes of another realm",
      vm.runInNewContext(`new TextEncoder().encode(text)`, { TextEncoder, text }) as unknown,
    ],
  ])("is read from %s", ([, body]) =>
    Effect.gen(function* () {
      const { claim, raw } = yield* read(body)
      expect(claim).toEqual({ id: "p-1", status: "PAID" })
      expect(raw).toEqual({ id: "p-1", status: "PAID", extra: [1] })
    }),
  )

  it.effect.each([undefined, null, { id: "p-1" }, 7, [123]])(
    "is not what a JSON parser made of it: %j",
    (body) =>
      Effect.gen(function* () {
        const { kind, message } = yield* reasonOf(body)
        expect(kind).toBe("malformed")
        expect(message).toContain("pass the body as it was received, before any JSON parser")
      }),
  )

  it.effect.each([
    ["nothing", "", "the body is empty"],
    ["a web page", "<html>", "the body is not JSON"],
    ["broken UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "the body is not UTF-8"],
    ["another shape", '{"id":5}', "id must be text"],
    ["a list", "[]", "must be an object"],
  ])("is malformed where it is %s", ([, body, description]) =>
    Effect.gen(function* () {
      const reason = yield* reasonOf(body)
      expect(reason.kind).toBe("malformed")
      expect(reason.description).toBe(description)
    }),
  )

  it.effect("is read up to 1 MiB and no further", () =>
    Effect.gen(function* () {
      const filler = (length: number) => `{"id":"p","status":"${"x".repeat(length - 23)}"}  `.slice(0, length)
      expect(yield* Effect.exit(read(filler(MAX_BODY_BYTES)))).toSatisfy(Exit.isSuccess)
      expect((yield* reasonOf(filler(MAX_BODY_BYTES + 1))).kind).toBe("oversized")
      expect((yield* reasonOf(new Uint8Array(MAX_BODY_BYTES + 1))).kind).toBe("oversized")
    }),
  )

  it.effect("cannot hurt by nesting", () =>
    Effect.gen(function* () {
      const deep = `{"id":"p","status":"x","more":${"[".repeat(500_000)}${"]".repeat(500_000)}}`
      const { raw } = yield* read(deep)
      expect(JSON.stringify(raw)).toContain("<nested too deeply>")
    }),
  )

  it("is read or refused, whatever its bytes are", () => {
    forAll(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json(), fc.string({ unit: "binary" })), (body) => {
      const exit = Effect.runSyncExit(Effect.flip(read(body)))
      expect(Exit.isSuccess(exit) || Exit.isSuccess(Effect.runSyncExit(read(body)))).toBe(true)
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

  it.effect("gives texts to people without what could disturb a log", () =>
    Effect.gen(function* () {
      const { clean } = yield* readNotificationBody(
        "contoh",
        { headers: {}, body: '{"id":"1","status":"PAID"}' },
        decode,
      )
      expect(clean("PAID\r\nforged line")).toBe("PAID forged line")
    }),
  )
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
