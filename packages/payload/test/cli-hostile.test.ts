import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { OPTIONS } from "../src/cli/options.js"
import { run } from "../src/cli/run.js"
import { edited, STATIC_OBJECTS, set } from "./parsed.js"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qris-hostile-"))
})
afterAll(() => rm(folder, { recursive: true }))

const COMMANDS = ["decode", "validate", "dynamic", "render", "scan", "standee"] as const
const STATIC = edited(STATIC_OBJECTS)

const steering = fc.constantFrom("\u001b[2J", "\u009b2J", "\u202e", "\u2028", "\u0000", "\ud800", "\ufeff")
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  steering,
  fc.tuple(fc.constant(STATIC), steering).map(([payload, more]) => payload + more),
  fc.string({ maxLength: 25 }).map((name) => edited(STATIC_OBJECTS, set("59", name || "x"))),
  fc.constantFrom(STATIC, ".", "..", "/dev/null", "/proc/self/mem", "0".repeat(5_000), "__proto__", "-0"),
)
/** Every option but `--output`, which would write wherever it says. */
const option = fc
  .tuple(fc.constantFrom(...Object.keys(OPTIONS).filter((name) => name !== "output"), "ammount"), text)
  .map(([name, value]) => [`--${name}`, value])

/** Without a payload standard input would be read. */
const commandLine = fc
  .tuple(fc.constantFrom(...COMMANDS, "constructor"), text, fc.array(option, { maxLength: 3 }))
  .map(([command, argument, options]) => [command, argument || "x", ...options.flat()])

test("no command line rejects, and none steers the terminal", async () => {
  await fc.assert(
    fc.asyncProperty(commandLine, async (line) => {
      const { exitCode, output, complaint } = await run(line)
      expect([0, 1, 2]).toContain(exitCode)
      if (exitCode === 2) expect(complaint).toBeTypeOf("string")
      // A drawing's own colours are meant, and so are the bytes of a picture.
      const drawn = line[0] === "render" || line[0] === "standee"
      const said = [drawn || typeof output !== "string" ? "" : output, complaint ?? ""].join("\n")
      expect(said).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }),
    { numRuns: 600 },
  )
})

test("what follows -- is a payload or a file, never an option", async () => {
  expect(await run(["decode", "--", "--amount"])).toEqual({
    exitCode: 2,
    complaint: expect.stringContaining("There is no file --amount."),
  })
})

test("a file that cannot be written is named, and nothing is thrown", async () => {
  for (const command of ["render", "standee"]) {
    expect(await run([command, STATIC, "-o", folder, "--format", "svg"])).toEqual({
      exitCode: 2,
      complaint: expect.stringContaining("EISDIR"),
    })
  }
})
