import { describe, expect, it } from "vitest"
import { optionsFrom, UsageError, usage } from "../src/options.js"

const NAMES = ["wire", "callbacks", "payload"] as const

describe("the command line", () => {
  it("asks for everything by default, for a first look with --quick", () => {
    expect(optionsFrom([], NAMES)).toEqual({ only: NAMES, rounds: 7, isQuick: false, wantsHelp: false })
    expect(optionsFrom(["--quick"], NAMES)).toMatchObject({ rounds: 3, isQuick: true })
    expect(optionsFrom(["--quick", "--rounds", "5"], NAMES)).toMatchObject({ rounds: 5, isQuick: true })
  })

  it("takes tables by name, in their own order", () => {
    expect(optionsFrom(["--only", "payload, wire"], NAMES).only).toEqual(["wire", "payload"])
  })

  it.each([
    [["--only", "wires"], /no table "wires".*wire, callbacks, payload/],
    [["--only", ""], /no table ""/],
    [["--rounds", "0"], /from 1 to 100, not "0"/],
    [["--rounds", "many"], /not "many"/],
    [["--rounds", "1e2"], /not "1e2"/],
    [["--fast"], /--fast/],
    [["wire"], /wire/],
  ])("%j is refused, with what would be right", (args, message) => {
    expect(() => optionsFrom(args, NAMES)).toThrow(UsageError)
    expect(() => optionsFrom(args, NAMES)).toThrow(message)
  })

  it("has a text for whoever asks", () => {
    expect(usage(NAMES)).toContain("wire, callbacks, payload")
  })
})
