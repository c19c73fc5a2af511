import { it as effectIt } from "@effect/vitest"
import type { RawNotification } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect } from "vitest"
import { isIssued } from "../src/inbound-token.js"
import { type SnapProfileInput, sign } from "../src/index.js"
import * as presets from "../src/presets.js"
import { makeTokenEndpoint } from "../src/token-endpoint.js"
import { AT, acquirer } from "./support/callback.js"
import { configOf } from "./support/merchant.js"

const endpointOf = (profile: SnapProfileInput) => {
  const config = configOf(profile)
  if (config.profile.inboundToken === undefined || config.inbound === undefined)
    throw new Error("no inbound token")
  return makeTokenEndpoint(config, config.profile.inboundToken, config.inbound)
}

const asked = (change: Record<string, string | undefined> = {}): RawNotification => ({
  headers: {
    "X-CLIENT-KEY": "ACQUIRER-AT-OURS",
    "X-TIMESTAMP": AT,
    "X-SIGNATURE": sign(acquirer, `ACQUIRER-AT-OURS|${AT}`, "base64"),
    ...change,
  },
  body: '{"grantType":"client_credentials"}',
})

describe("an acquirer that asks for a token of ours", () => {
  effectIt.effect("is refused in its own words whatever comes, quickly and without a throw", () =>
    Effect.gen(function* () {
      const { answer } = endpointOf(presets.bri)
      const { headers } = asked()
      const long = "x".repeat(1_000_000)
      const hostile: ReadonlyArray<unknown> = [
        undefined,
        null,
        7,
        "x",
        {},
        { headers: null },
        { headers: [] },
        { headers: { "x-client-key": {}, "x-timestamp": 7, "x-signature": [] } },
        ...["X-CLIENT-KEY", "X-TIMESTAMP", "X-SIGNATURE"].flatMap((name) => [
          { headers: { ...headers, [name]: long } },
          { headers: { ...headers, [name]: [long, long] } },
        ]),
      ]
      for (const raw of hostile) {
        // As code without types would call it.
        const { status, body } = yield* answer(raw as RawNotification)
        expect(status).toBeGreaterThanOrEqual(400)
        expect(JSON.parse(body).responseCode).toMatch(/^40[01]730\d$/)
      }
    }),
  )

  effectIt.effect("gets one that any process accepts until it ends, and nobody after", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse(AT))
      const reply = yield* endpointOf(presets.bri).answer(asked())
      const body = JSON.parse(reply.body)
      expect(reply.status).toBe(200)
      expect(body).toMatchObject({ responseCode: "2007300", tokenType: "BearerToken", expiresIn: "3600" })
      const { inbound } = configOf(presets.bri)
      const isAccepted = (now: number) =>
        isIssued("thirty-two-characters-and-some-more", body.accessToken, {
          clientId: inbound?.clientId ?? "",
          profile: "snap-bri",
          now,
        })
      expect(isAccepted(Date.parse(AT) + 3_599_999)).toBe(true)
      expect(isAccepted(Date.parse(AT) + 3_600_000)).toBe(false)
    }),
  )

  effectIt.effect("is told the life as a number where its profile says so", () =>
    Effect.gen(function* () {
      const profile = {
        ...presets.bri,
        inboundToken: { ...presets.bri.inboundToken, expiresIn: "number" },
      } as const
      expect(JSON.parse((yield* endpointOf(profile).answer(asked())).body).expiresIn).toBe(3_600)
    }),
  )

  effectIt.effect.each([
    ["a header is missing", asked({ "X-SIGNATURE": undefined }), 400, "4007300"],
    ["the client is missing", asked({ "X-CLIENT-KEY": "" }), 400, "4007300"],
    ["the time is none", asked({ "X-TIMESTAMP": "now" }), 400, "4007301"],
    ["the client is another", asked({ "X-CLIENT-KEY": "SOMEBODY" }), 401, "4017300"],
    ["the signature is another's", asked({ "X-SIGNATURE": "AAAA" }), 401, "4017300"],
    ["the time was changed", asked({ "X-TIMESTAMP": "2026-01-02T10:06:00+07:00" }), 401, "4017300"],
  ] as const)("is refused where %s", ([, raw, status, responseCode]) =>
    Effect.gen(function* () {
      const reply = yield* endpointOf(presets.bri).answer(raw)
      expect(reply.status).toBe(status)
      expect(JSON.parse(reply.body)).toMatchObject({ responseCode })
      expect(reply.body).not.toContain("accessToken")
    }),
  )
})
