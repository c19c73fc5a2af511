import { describe, expect, test } from "vitest"
import { helpOf } from "../src/command/help.js"
import { parseVerb } from "../src/command/parse.js"
import { VERBS } from "../src/verbs/table.js"
import { runHere } from "./support/run-here.js"

/** What a command says and how it ends, where no database is. */
const run = async (...args: ReadonlyArray<string>) => {
  const { code, stdout, stderr } = await runHere(args, {
    QRISKIT_DATABASE_URL: "postgres://clerk:s3cretword@127.0.0.1:1/shop",
  })
  return { code, out: stdout.trimEnd(), complaint: stderr.trimEnd() }
}

/** Words as a shell takes an example apart. */
const words = (example: string): ReadonlyArray<string> =>
  [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "")

describe.each(VERBS.map((verb) => [verb.name, verb] as const))("%s", (name, verb) => {
  test("has an example that the command line takes", () => {
    const [program, given, ...args] = words(verb.example)
    expect([program, given]).toEqual(["qriskit", name])
    const { input, isDryRun } = parseVerb(verb, args)
    for (const [field, { isPositional }] of Object.entries(verb.options))
      if (isPositional === true && field !== "anything") expect(input).toHaveProperty(field)
    if (verb.isDangerous) expect(isDryRun || "by" in input).toBe(true)
    expect(helpOf(verb)).toContain(verb.example)
  })

  test("says of each option what it is, in a line", async () => {
    const { code, out } = await run(name, "--help")
    expect(code).toBe(0)
    for (const { about } of Object.values(verb.options)) expect(out).toContain(about)
  })

  test("asks who and why where it writes, and nothing is written by what looks", () => {
    expect("by" in verb.options && "why" in verb.options).toBe(verb.access === "write")
    expect(verb.isDangerous && verb.access === "look").toBe(false)
  })
})

test.each([
  [["find", "--amount", "-5"], /--amount/],
  [["find", "--from", "yesterday"], /--from must be a day/],
  [["find", "--from", "2026-02-31"], /--from must be a day/],
  [["find", "--from", "2026-02-01T08:00:00"], /--from must be a day .* with its zone/],
  [["find", "--status", "payed"], /must be one of/],
  [["find", "--limit", "0"], /--limit must be 1 to 500/],
  [["find", "--account", "a b"], /--account/],
  [["find", "--key", "a", "--key", "b"], /more than once/],
  [["find", "a", "b"], /takes one thing behind it/],
  [["find", "--nonsense"], /Unknown option/],
  [["find", "--yes"], /Unknown option/],
  [["find", "--amount", "-5"], /is ambiguous\. Did you forget .* use '--amount=-XYZ'\./],
  [["show"], /<key> is (missing|required)/],
  [["show", ""], /<key> must not be empty/],
  [["ack", "17x", "--yes", "--by", "a", "--why", "b"], /<id> must be a whole number/],
  [["ack", "17", "--yes", "--by", "a"], /--yes needs --why/],
  [["ack", "17"], /nobody can be asked/],
  [["pay"], /no verb "pay"/],
  [["--find"], /The verb comes first/],
  [[], /A verb is missing/],
] as const)("wrong use is said before a database is looked for: %j", async (args, says) => {
  const { code, out, complaint } = await run(...args)
  expect(complaint).toMatch(says)
  expect([code, out]).toEqual([2, ""])
})

test("help, and the version", async () => {
  const { out } = await run("--help")
  for (const { name } of VERBS) expect(out).toContain(`  ${name}`)
  expect(await run("help", "refund")).toEqual(await run("refund", "--help"))
  expect(await run("-v")).toMatchObject({ code: 0, out: "1.2.3" })
})
