import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { listIssues } from "../src/field-issue.js"
import { issuesOf } from "../src/provider-kit/schema-issues.js"
import { forAll } from "./support/for-all.js"

const issuesFor = (schema: Schema.Codec<unknown, unknown>, input: unknown) => {
  const decoded = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })(input)
  return Result.isSuccess(decoded) ? [] : issuesOf(decoded.failure)
}

const Nested = Schema.Struct({
  text: Schema.String,
  inner: Schema.Struct({ count: Schema.Finite, list: Schema.Array(Schema.URL) }),
  choice: Schema.Literals(["a", "b"]),
})

describe("issuesOf", () => {
  it("words every complaint so that it follows the field's name", () => {
    expect(
      listIssues(issuesFor(Nested, { text: 1, inner: { count: "1", list: ["x"] }, choice: "c", more: 1 })),
    ).toBe(
      'more is not a known field; text must be text; inner.count must be a number; inner.list.0 must be a URL; choice must be "a" | "b"',
    )
    expect(listIssues(issuesFor(Nested, { inner: { count: 1, list: 1 } }))).toBe(
      "text is required; inner.list must be a list; choice is required",
    )
    expect(listIssues(issuesFor(Nested, 7))).toBe("must be an object")
  })

  it("complains once about a field, even where a union has several complaints", () => {
    const schema = Schema.Struct({ either: Schema.Union([Schema.URL, Schema.Finite, Schema.Literal("x")]) })
    expect(issuesFor(schema, { either: true })).toHaveLength(1)
  })

  it("never quotes the value", () => {
    forAll(fc.uuid(), (value) => {
      for (const input of [
        value,
        { text: [value], inner: value, choice: value },
        { inner: { list: [value] } },
      ]) {
        expect(JSON.stringify(issuesFor(Nested, input))).not.toContain(value)
      }
    })
  })
})
