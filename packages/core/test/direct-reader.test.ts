import { isDeepStrictEqual } from "node:util"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CreatePayment, Customer, PaymentRef, Rupiah } from "../src/index.js"
import { decodeDirectly, directReader, UNREAD } from "../src/provider-kit/direct-reader.js"
import { issuesOf } from "../src/provider-kit/schema-issues.js"
import { WireId, WireRupiah } from "../src/provider-kit/wire-values.js"

const Length = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Int,
    SchemaTransformation.transform({ decode: (text: string) => text.length, encode: String }),
  ),
)

class Range extends Schema.Class<Range>("Range")(
  Schema.Struct({ least: Schema.Int, most: Schema.Int }).check(
    Schema.makeFilter(({ least, most }) => least <= most || "must be in order"),
  ),
) {}

/** Every kind of part that the providers' schemas have. */
const SCHEMAS: Readonly<Record<string, Schema.Codec<unknown, unknown>>> = {
  "a reference": PaymentRef.mapFields((fields) => fields),
  "a request": CreatePayment.mapFields((fields) => fields),
  "a class": CreatePayment,
  "a class that must be there": Schema.Struct({ a: Customer, b: Schema.optionalKey(PaymentRef) }),
  "a class with a rule about several fields": Range,
  "what is made of a class": Schema.Struct({
    a: Schema.optionalKey(Schema.toType(Customer)),
    b: Schema.optionalKey(Schema.toEncoded(Customer)),
    customer: Schema.optionalKey(Schema.flip(Customer)),
  }),
  "an optional class with a rule of its own": Schema.Struct({
    a: Schema.optionalKey(Customer).check(
      Schema.makeFilter(({ name }) => name !== undefined || "must be named"),
    ),
    b: Schema.optionalKey(Range),
  }),
  "an answer": Schema.Struct({
    id: WireId,
    amount: WireRupiah,
    order: Schema.optionalKey(Schema.NullOr(Schema.String)),
    status: Schema.Literals(["ACTIVE", "PAID"]),
    isTest: Schema.optionalKey(Schema.Boolean),
    details: Schema.Struct({ total: Schema.optionalKey(Schema.Unknown) }),
    list: Schema.optionalKey(Schema.Array(Schema.String)),
    names: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
    size: Schema.optionalKey(Length),
  }),
  "a rule about several fields": Schema.Struct({ least: Schema.Int, most: Schema.Int }).check(
    Schema.makeFilter(({ least, most }) => least <= most || "must be in order"),
  ),
  "several rules": Schema.String.check(
    Schema.isMinLength(2).and(Schema.isMaxLength(4)),
    Schema.isPattern(/^[a-z]+$/),
  ),
  "a default": Schema.Struct({
    mode: Schema.String.pipe(Schema.withDecodingDefaultKey(Effect.succeed("strict"))),
  }),
  "a number made of a text": Length,
  "a number made in two steps": Length.pipe(
    Schema.decodeTo(
      Schema.Int,
      SchemaTransformation.transform({ decode: (n) => n + 1, encode: (n) => n - 1 }),
    ),
  ),
  "a text that stands in for what is wrong": Schema.String.pipe(
    Schema.catchDecoding(() => Effect.succeedSome("none")),
  ),
  "an object of nothing": Schema.Struct({}),
  "an object with a key that is no text": Schema.Struct({
    a: Schema.optionalKey(Schema.String),
    [Symbol.for("test/key")]: Schema.optionalKey(Schema.String),
  }),
  "values by their names": Schema.Record(Schema.String, WireRupiah),
  "values by names of a kind": Schema.Record(Schema.String.check(Schema.isMinLength(2)), Schema.String),
  "values by their names beside others": Schema.StructWithRest(Schema.Struct({ a: Schema.String }), [
    Schema.Record(Schema.String, Schema.Unknown),
  ]),
  "one of two objects": Schema.Union([Schema.Struct({ a: Schema.String }), Schema.Struct({ b: Schema.Int })]),
  "exactly one of two": Schema.Union([Schema.String, Schema.String.check(Schema.isMinLength(2))], {
    mode: "oneOf",
  }),
}

const OPTIONS = [{}, { errors: "all" }, { errors: "all", onExcessProperty: "error" }] as const

/** Values that are right, nearly right, and anything else. */
const field = fc.oneof(
  fc.constantFrom("ACTIVE", "PAID", "e-1", "", "ab", "abcde", "\uFFFD", "25000.00", "25000.50"),
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    0,
    -1,
    1,
    1.5,
    25_000,
    Number.NaN,
    1e20,
    new Date(1),
    [],
    {},
  ),
  fc.record({ total: fc.anything() }, { requiredKeys: [] }),
  fc.dictionary(fc.string(), fc.string()),
  fc.anything(),
)

const NAMES = [
  "provider paymentId externalId orderId channel account attributes amount description expiresAt customer items",
  "id order status isTest details list names size least most mode a b __proto__ constructor strange",
]
  .join(" ")
  .split(" ")

const input = fc.oneof(
  field,
  fc.dictionary(fc.constantFrom(...NAMES), field, { maxKeys: 14 }),
  fc.record(
    {
      provider: fc.constant("contoh"),
      paymentId: fc.string({ minLength: 1 }),
      externalId: fc.string({ minLength: 1 }),
      orderId: fc.string({ minLength: 1 }),
      channel: field,
      account: fc.constantFrom("toko-1", "", "!"),
      attributes: fc.dictionary(fc.constantFrom("contractId", "1", ""), fc.string()),
      strange: field,
    },
    { requiredKeys: ["provider", "paymentId", "externalId", "orderId"] },
  ),
  fc.record(
    {
      id: fc.constantFrom("1", "\uFFFD"),
      amount: fc.constantFrom<unknown>(25_000, "25000.00", "25000.50", 0),
      status: fc.constantFrom("ACTIVE", "LOST"),
      details: fc.record({ total: field }, { requiredKeys: [] }),
      order: fc.constantFrom(null, "o-1"),
      list: fc.constantFrom<unknown>(["a"], [1]),
      names: fc.constantFrom<unknown>({ a: "b" }, { a: 1 }),
      size: fc.constantFrom<unknown>("abc", 3),
      strange: field,
    },
    { requiredKeys: ["id", "amount", "status", "details"] },
  ),
)

describe.each(Object.entries(SCHEMAS))("%s", (_, schema) => {
  it.each(OPTIONS)("is read as the schema decodes it, what is wrong with it included (%j)", (options) => {
    const decode = Schema.decodeUnknownResult(schema, options)
    const direct = decodeDirectly(schema, options)
    fc.assert(
      fc.property(input, (value) => {
        const [expected, found] = [decode(value), direct(value)]
        expect(Result.isSuccess(found)).toBe(Result.isSuccess(expected))
        if (Result.isSuccess(expected) && Result.isSuccess(found))
          // What is handed through as it came may have a key `constructor`, which `toStrictEqual` takes for a class.
          expect(isDeepStrictEqual(found.success, expected.success)).toBe(true)
        if (Result.isFailure(expected) && Result.isFailure(found))
          expect(issuesOf(found.failure)).toStrictEqual(issuesOf(expected.failure))
      }),
      { numRuns: 150 },
    )
  })
})

describe("a value of each kind", () => {
  const decode = decodeDirectly(SCHEMAS["an answer"] ?? Schema.Never)
  const answer = { id: "1", amount: "25000.00", status: "PAID", details: {} }

  it.each([
    answer,
    { ...answer, amount: 25_000, order: null, isTest: true, details: { total: 1 } },
    { ...answer, order: "o-1", list: ["a"], names: { a: "b" }, size: "abc" },
  ])("is read: %j", (value) => {
    expect(Result.getOrThrow(decode(value))).toStrictEqual({
      ...value,
      amount: 25_000,
      ...("size" in value && { size: 3 }),
    })
  })

  it.each([
    null,
    [answer],
    { ...answer, id: "" },
    { ...answer, id: 1 },
    { ...answer, amount: "0.5" },
    { ...answer, status: "LOST" },
    { ...answer, isTest: "yes" },
    { ...answer, order: 1 },
    { ...answer, size: 3 },
    { id: "1", amount: 1, status: "PAID" },
  ])("is refused: %j", (value) => {
    expect(Result.isFailure(decode(value))).toBe(true)
  })
})

it("makes a class of what the schema itself had to read", () => {
  const mark = Symbol("mark")
  class Marked extends Schema.Class<Marked>("Marked")({ a: Schema.String, [mark]: Schema.String }) {}
  const read = Result.getOrThrow(decodeDirectly(Marked)({ a: "1", [mark]: "2" }))
  expect(read).toBeInstanceOf(Marked)
  expect(read).toStrictEqual(new Marked({ a: "1", [mark]: "2" }))
})

it("takes for a class what is one, and not what is made of it", () => {
  const decode = decodeDirectly(SCHEMAS["what is made of a class"] ?? Schema.Never)
  const customer = new Customer({ name: "Pelanggan Contoh" })
  expect(Result.isFailure(decode({ a: { ...customer } }))).toBe(true)
  expect(Result.isFailure(decode({ customer: { ...customer } }))).toBe(true)
  const made = Result.getOrThrow(decode({ a: customer, b: { ...customer }, customer }))
  expect(made).toStrictEqual({ a: customer, b: { ...customer }, customer: { ...customer } })
})

it("runs the rules of an optional class beside those of the class", () => {
  const decode = decodeDirectly(SCHEMAS["an optional class with a rule of its own"] ?? Schema.Never)
  expect(Result.isSuccess(decode({ a: { name: "Pelanggan Contoh" }, b: { least: 1, most: 2 } }))).toBe(true)
  expect(Result.isFailure(decode({ a: {} }))).toBe(true)
  expect(Result.isFailure(decode({ a: { name: "Pelanggan Contoh" }, b: { least: 2, most: 1 } }))).toBe(true)
})

describe("values by their names", () => {
  const decode = decodeDirectly(Schema.Record(Schema.String, Schema.String))

  it("are read, none of them as a prototype", () => {
    expect(Result.getOrThrow(decode({ a: "b" }))).toStrictEqual({ a: "b" })
    const odd: unknown = JSON.parse('{"a":"b","__proto__":"c"}')
    expect(Result.getOrThrow(decode(odd))).toStrictEqual(odd)
    for (const value of [null, ["a"], { a: 1 }]) expect(Result.isFailure(decode(value))).toBe(true)
  })
})

describe("reading without the schema", () => {
  const ref = { provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "o-1", channel: "NOBU" }

  it("is what valid references and amounts get", () => {
    const read = directReader(
      PaymentRef.mapFields((fields) => fields),
      { errors: "all" },
    )
    expect(read({ ...ref, strange: 1 })).toStrictEqual(ref)
    expect(directReader(Rupiah, {})(25_000)).toBe(25_000)
  })

  it("is what valid requests get, whichever of their optional parts they have", () => {
    const read = directReader(
      CreatePayment.mapFields((fields) => fields),
      {
        errors: "all",
        onExcessProperty: "error",
      },
    )
    const request = { amount: 25_000, externalId: "order-1-1" }
    expect(read(request)).toStrictEqual(request)
    const expiresAt = new Date(1)
    expect(read({ ...request, description: "Kopi", expiresAt })).toStrictEqual({
      ...request,
      description: "Kopi",
      expiresAt,
    })
    const customer = { name: "Pelanggan Contoh" }
    expect(read({ ...request, customer })).toStrictEqual({ ...request, customer: new Customer(customer) })
  })

  it("leaves to it what is not valid", () => {
    const read = directReader(
      PaymentRef.mapFields((fields) => fields),
      {
        errors: "all",
        onExcessProperty: "error",
      },
    )
    expect(read({ ...ref, orderId: "" })).toBe(UNREAD)
    expect(read({ ...ref, strange: 1 })).toBe(UNREAD)
    expect(read({ ...ref, [Symbol("strange")]: 1 })).toBe(UNREAD)
    expect(read([ref])).toBe(UNREAD)
    expect(directReader(Rupiah, {})(0.5)).toBe(UNREAD)
  })
})
