import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as core from "../src/index.js"
import * as promise from "../src/promise.js"
import * as kit from "../src/provider-kit.js"
import * as fetchTransport from "../src/transport-fetch.js"
import * as httpClientTransport from "../src/transport-http-client.js"
import * as undiciTransport from "../src/transport-undici.js"

const exported = [core, promise, kit, fetchTransport, httpClientTransport, undiciTransport].flatMap(
  (module) => Object.entries(module),
)

/** The schema of an error class's `_tag`, which is true for that tag alone. */
const tagSchemaOf = (value: unknown): Schema.Schema<unknown> | undefined => {
  if (!Schema.isSchema(value) || !("fields" in value)) return undefined
  const { fields } = value
  return typeof fields === "object" && fields !== null && "_tag" in fields && Schema.isSchema(fields._tag)
    ? fields._tag
    : undefined
}

describe("everything that is exported", () => {
  it("is tagged with its own name, if it has a tag", () => {
    const tagged = exported.flatMap(([name, value]) => {
      const schema = tagSchemaOf(value)
      return schema === undefined ? [] : [{ name, isTag: Schema.is(schema) }]
    })
    expect(tagged.length).toBeGreaterThanOrEqual(core.Reason.members.length + 3)
    for (const { name, isTag } of tagged) {
      expect(tagged.filter((other) => isTag(other.name)).map((other) => other.name)).toEqual([name])
    }
  })

  it("is exported from one place only", () => {
    const names = exported
      .filter(([name]) => name !== "layer" && name !== "openTransport")
      .map(([name]) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})
