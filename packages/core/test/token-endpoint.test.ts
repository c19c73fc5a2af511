import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { givesTokens } from "../src/index.js"

it("a provider with an endpoint for tokens is told from one without", () => {
  const answer = () => Effect.succeed({ status: 200, headers: {}, body: "" })
  expect(givesTokens({ tokenEndpoint: { path: "/snap/v1.0/access-token/b2b", answer } })).toBe(true)
  expect(givesTokens({ id: "zipay" })).toBe(false)
})
