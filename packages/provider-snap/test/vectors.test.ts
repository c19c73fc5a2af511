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

const vectorOf = (id: string): Vector => {
  const found = vectors.find((vector) => vector.id === id)
  if (found === undefined) throw new Error(`there is no vector ${id}`)
  return found
}

const withChange = (id: string, change: Readonly<Record<string, unknown>>) => ({ ...vectorOf(id), ...change })

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
    ["nothing at all", { id: "empty", kind: "request" }],
  ])("%s", (_, vector) => {
    expect(complaintsOf(vector, keys)).not.toEqual([])
  })

  it.each([
    ["midtrans-notify-escapes", "asymmetric", "signed"],
    ["shopeepay-notify-full-url-raw", "asymmetric-url", "signed"],
    ["nicepay-notify-client-timestamp", "client-timestamp", "none"],
    ["bni-notify-issued-token-full-path", "symmetric", "signed"],
    // The format has no name for it: what a refusal calls symmetric has a token in it.
    ["ocbc-notify-hmac-no-token", undefined, "signed"],
    ["ifortepay-notify-url-version", "url-version", "signed"],
  ])("a refusal that is none: %s", (id, recipe, reading) => {
    const { expect: { base64 = "" } = {} } = vectorOf(id) as {
      readonly expect?: { readonly base64?: string }
    }
    const vector = withChange(id, { kind: "reject", signature: base64, recipe })
    expect(complaintsOf(vector, keys)).toEqual([`it is read as ${reading}, and must be refused`])
  })

  it.each([
    ["bni-notify-issued-token-full-path", { token: "another-token" }],
    ["ocbc-notify-hmac-no-token", { path: "/v1.0/qr/qr-mpm-notified" }],
    ["ifortepay-notify-url-version", { version: "v2" }],
    ["shopeepay-notify-full-url-raw", { path: "https://shop.example/hooks" }],
    ["bri-notify-client-timestamp", { clientId: "BRI-INBOUND-2" }],
  ])("a callback of %s over which another text was signed", (id, change) => {
    expect(complaintsOf(withChange(id, change), keys).join()).toContain("it is read as unauthentic")
  })

  it("a callback that says a field twice, and is read, and one that does not, and is refused", () => {
    const twice = vectorOf("midtrans-notify-duplicate-keys")
    expect(complaintsOf(twice, keys)).toEqual([])
    expect(complaintsOf({ ...twice, body: '{"originalReferenceNo":"A1"}' }, keys).join()).toContain(
      "must be signed",
    )
  })

  it("a request for a token that another made", () => {
    const complaints = complaintsOf(withChange("bri-inbound-token", { clientId: "BRI-INBOUND-2" }), keys)
    expect(complaints).toContain("it is given no token")
  })
})
