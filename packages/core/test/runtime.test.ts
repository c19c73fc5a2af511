import { describe, expect, it } from "vitest"
import { TransportUnavailable } from "../src/transport.js"
import { checkRuntime, notLoaded } from "../src/undici/runtime.js"

describe("a runtime", () => {
  it.each([{ node: "22.19.0" }, { node: "24.21.0" }, { node: "26.0.0-nightly" }, process.versions])(
    "%j can run undici",
    (versions) => {
      expect(() => checkRuntime({ node: versions.node })).not.toThrow()
    },
  )

  it.each([
    [{ node: "20.20.2" }, "it needs Node 22.19 or later, and this is Node 20.20.2"],
    [{ node: "22.18.9" }, "it needs Node 22.19 or later, and this is Node 22.18.9"],
    [{}, "it needs Node 22.19 or later, and this is no Node"],
    [
      { node: "24.3.0", bun: "1.4.5" },
      "Bun 1.4.5 has no undici of its own; use @qriskit/core/transport-fetch",
    ],
  ])("%j cannot, and the error says what is needed", (versions, description) => {
    expect(() => checkRuntime(versions)).toThrow(TransportUnavailable)
    expect(() => checkRuntime(versions)).toThrow(description)
  })
})

describe("code that could not be loaded", () => {
  it("is no network failure, is not worth a repeat, and names its cause", () => {
    const cause = new Error('Dynamic require of "node:assert" is not supported')
    const failure = notLoaded(cause)
    expect(failure).toMatchObject({ kind: "unavailable", outcome: "not_sent", cause })
    expect(failure.description).toContain(cause.message)
    expect(notLoaded("x").description).toContain("no error was given")
  })
})
