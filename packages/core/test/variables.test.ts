import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { BaseUrl, decodeConfiguration, Secret } from "../src/configuration.js"
import { configurationFromVariables } from "../src/provider-kit/variables.js"

const decode = decodeConfiguration(
  "contoh",
  Schema.Struct({ baseUrl: Schema.optionalKey(BaseUrl), password: Secret }),
)
const read = (environment: Record<string, string | undefined>) =>
  configurationFromVariables({ baseUrl: "CONTOH_URL", password: "CONTOH_PASSWORD" }, environment, decode)

describe("a configuration from variables", () => {
  it("holds what they say; unset and empty ones are left to the defaults", () => {
    for (const CONTOH_URL of [undefined, ""]) {
      expect(Result.getOrThrow(read({ CONTOH_URL, CONTOH_PASSWORD: "x" }))).not.toHaveProperty("baseUrl")
    }
    const both = read({ CONTOH_URL: "https://api.example.co.id", CONTOH_PASSWORD: "x", OTHER: "y" })
    expect(Result.getOrThrow(both).baseUrl).toBe("https://api.example.co.id")
  })

  it("is refused by the variables' names, without their values", () => {
    const { issues, message } = Result.getOrThrow(
      Result.flip(read({ CONTOH_URL: "http://rahasia.example", CONTOH_PASSWORD: "rahasia " })),
    )
    expect(issues.map(({ path }) => path)).toEqual(["CONTOH_URL", "CONTOH_PASSWORD"])
    expect(message).not.toContain("rahasia")
    expect(Result.getOrThrow(Result.flip(read({}))).message).toContain("CONTOH_PASSWORD is required")
  })
})
