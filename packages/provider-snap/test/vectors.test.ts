import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { complaintsOf } from "../vectors/hold.mjs"

interface Vector {
  readonly id: string
  readonly kind: string
  readonly [field: string]: unknown
}

const { vectors, keys } = JSON.parse(
  readFileSync(new URL("vectors/snap-vectors.json", import.meta.url), "utf8"),
) as { readonly vectors: ReadonlyArray<Vector>; readonly keys: Readonly<Record<string, object>> }

const withChange = (id: string, change: Readonly<Record<string, unknown>>) => ({
  ...vectors.find((vector) => vector.id === id),
  ...change,
})

describe("every published and computed vector", () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s holds", (_, vector) => {
    expect(complaintsOf(vector, keys)).toEqual([])
  })
})

describe("a vector that is wrong is found", () => {
  it.each([
    ["another body", withChange("midtrans-sdk-generate", { body: "{}" })],
    ["another secret", withChange("midtrans-sdk-generate", { secret: "another" })],
    ["another path", withChange("winpay-generate", { path: "/snap/v1.0/qr/qr-mpm-generate" })],
    ["another time", withChange("midtrans-pub-rsa-token", { timestamp: "2024-03-01T08:27:49Z" })],
    ["a colon for a pipe", withChange("midtrans-pub-rsa-token", { stringToSign: "a:b" })],
    ["another minified form", withChange("minify-pretty", { minified: "{}" })],
    [
      "a refusal that is none",
      { ...withChange("ocbc-notify-hmac-no-token", {}), ...right("ocbc-notify-hmac-no-token") },
    ],
    ["nothing at all", { id: "empty", kind: "request" }],
  ])("%s", (_, vector) => {
    expect(complaintsOf(vector, keys)).not.toEqual([])
  })

  /** A signature that is right, where a refusal is wanted. */
  function right(id: string) {
    const { expect: { base64 } = { base64: "" } } = (vectors.find((vector) => vector.id === id) ?? {}) as {
      readonly expect?: { readonly base64: string }
    }
    return { kind: "reject", recipe: "asymmetric", signature: base64 }
  }
})
