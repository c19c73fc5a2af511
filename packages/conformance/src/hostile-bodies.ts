/** Bodies that are no callback of anybody. */
export const NONSENSE: Readonly<Record<string, Uint8Array | string>> = {
  empty: "",
  "empty bytes": new Uint8Array(),
  "no JSON": "nonsense",
  "bytes that are not UTF-8": new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28]),
  "zero bytes": new Uint8Array(64),
  "a form": "transaction_id=1&status=PAID",
  "half an object": '{"status":"PAID"',
  "an empty object": "{}",
  "an object of nobody": '{"hello":"world"}',
  null: "null",
  "a number": "42",
  "a text": '"PAID"',
  true: "true",
  "a list": "[]",
  "a list of objects": "[{}]",
  "inherited names": '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  "a number beyond all bounds": "1e999999",
  "a deep list": `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
  "a deep object": `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
}

/** Two megabytes. */
export const HUGE = JSON.stringify({ padding: "x".repeat(2 * 1024 * 1024) })

/** What a framework hands over when it parsed the body, or lost it. */
export const NOT_BYTES: ReadonlyArray<unknown> = [undefined, null, 42, true, { status: "PAID" }, ["PAID"]]

/** What may stand in a field instead of what is due. */
export const ANYTHING: ReadonlyArray<unknown> = [
  null,
  true,
  -1,
  0,
  1.5,
  10_000_000_000_000,
  "",
  "\u0000",
  "12,500",
  "1e3",
  [],
  [[]],
  {},
  { toString: 1 },
]
