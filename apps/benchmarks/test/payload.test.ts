import { describe, expect, it } from "vitest"
import { CONTESTANTS } from "../src/payload/contestants.js"
import { NAMES, OPERATIONS } from "../src/payload/operations.js"

const ways = CONTESTANTS.flatMap(({ name, ways }) =>
  NAMES.flatMap((operation) => {
    const way = ways[operation]
    return way === undefined ? [] : [[name, operation, way] as const]
  }),
)

/** What is cut off a wrong code's end, and what stands there instead. */
const withWrongCrc = (text: string): string =>
  `${text.slice(0, -4)}${text.endsWith("0000") ? "1111" : "0000"}`

const refuses = (way: (input: string) => unknown, text: string): boolean => {
  try {
    return !way(text)
  } catch {
    return true
  }
}

describe("the payload benchmark", () => {
  it.each(ways)(
    "%s: %s succeeds with every input, so that nobody is measured failing",
    (_, operation, way) => {
      for (const input of OPERATIONS[operation].inputs()) expect(way(input), input).toBeTruthy()
    },
  )

  it.each(ways.filter(([, operation]) => operation === "parseChecked"))(
    "%s checks the CRC where it says so",
    (_, __, way) => {
      for (const text of OPERATIONS.parseChecked.inputs())
        expect(refuses(way, withWrongCrc(text)), text).toBe(true)
    },
  )

  it("has everybody build the same code", () => {
    const codes = ways
      .filter(([, operation]) => operation === "encode" || operation === "build")
      .map(([, , way]) => way("ORDER-1"))
    expect(codes).toHaveLength(4)
    expect(new Set(codes).size).toBe(1)
  })
})
