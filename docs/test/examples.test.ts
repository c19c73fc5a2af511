import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { compile } from "../examples/compile.ts"
import { inspect } from "../examples/inspect.ts"
import { isPrinted, run, runAll } from "../examples/run.ts"
import { ROOT } from "../examples/workspace.ts"

const PAGE = path.join(ROOT, "docs/a-page.md")

/** A page from its lines, so that the numbers of complaints can be counted here. */
const page = (...lines: ReadonlyArray<string>) => inspect(PAGE, lines.join("\n"))
const docstring = (...lines: ReadonlyArray<string>) =>
  inspect(path.join(ROOT, "packages/core/src/a-source.ts"), lines.join("\n"))

const places = (complaints: ReadonlyArray<{ readonly line: number; readonly message: string }>) =>
  complaints.map(({ line, message }) => `${line}: ${message}`)

// The compiler reads much, on a busy machine slowly.
describe("examples in TypeScript", () => {
  it("are compiled, and complained about at their own line", () => {
    const { examples } = page(
      "# A page",
      "",
      "```ts",
      'import { QrisError } from "@qriskit/core"',
      "QrisErrors",
      "```",
    )
    expect(places(compile(examples))).toEqual(["5: Cannot find name 'QrisErrors'. Did you mean 'QrisError'?"])
  })

  it("know nothing of each other, unless one continues the other", () => {
    const first = ["```ts", "const amount: number = 25_000", "```"]
    const alone = page(...first, "```ts", "amount.toFixed()", "```")
    const continued = page(...first, "```ts continues", "amount.toFixed()", "```")
    expect(places(compile(alone.examples))).toEqual(["5: Cannot find name 'amount'."])
    expect(compile(continued.examples)).toEqual([])
  })

  it("may be given what readers do not see", () => {
    const given = ["<!-- given:", "declare const amount: number", "-->", ""]
    expect(compile(page(...given, "```ts", "amount.toFixed()", "```").examples)).toEqual([])
    // For the next block only.
    const { examples } = page(...given, "Text.", "", "```ts", "amount.toFixed()", "```")
    expect(places(compile(examples))).toEqual(["8: Cannot find name 'amount'."])
  })

  it("are files where their first line names one", () => {
    const { examples } = page(
      ...["```ts", "// src/price.ts", "export const price = 25_000", "```"],
      ...["```ts", 'import { price } from "./price.js"', "price.length", "```"],
      ...["```ts", "// src/main.ts", 'import { price } from "./price.js"', "price.length", "```"],
    )
    expect(places(compile(examples))).toEqual([
      "6: Cannot find module './price.js' or its corresponding type declarations.",
      "12: Property 'length' does not exist on type '25000'.",
    ])
  })

  it("are found in docstrings and in lists, too", () => {
    const source = docstring("", "/**", " * A thing.", " *", " * ```ts", " * nothing", " * ```", " */")
    expect(places(compile(source.examples))).toEqual(["6: Cannot find name 'nothing'."])
    const list = page("- item", "", "  ```ts", "  nothing", "  ```")
    expect(places(compile(list.examples))).toEqual(["4: Cannot find name 'nothing'."])
  })

  it("in a docstring stand in a fenced block", () => {
    const { complaints } = docstring(
      "/**",
      " * @example crc16('1')",
      " */",
      "/**",
      " * @example",
      " * crc16('1')",
      " */",
    )
    expect(places(complaints)).toEqual([
      "2: write this @example as a fenced block",
      "5: write this @example as a fenced block",
    ])
  })

  it("are left out only for a reason", () => {
    const { examples, complaints } = page(
      "```ts no-check",
      "x",
      "```",
      "```ts no-check: another's API",
      "x",
      "```",
    )
    expect(examples).toEqual([])
    expect(places(complaints)).toEqual(["1: no-check wants a reason: `no-check: why it cannot be`"])
  })

  it("have no marks that mean nothing, and continue something", () => {
    expect(places(page("```ts runable", "```").complaints)).toEqual(['1: "runable" is no mark of an example'])
    expect(places(page("```ts continues", "```").complaints)).toEqual([
      "1: there is no example to continue before it",
    ])
    expect(page("```ts{1,2} [src/a.ts]", "```").complaints).toEqual([])
  })
})

// Each is a process of its own, which takes a while to start on a busy machine.
describe("runnable examples", () => {
  const runnable = (...lines: ReadonlyArray<string>) => page("", "```ts runnable", ...lines).examples

  it("run against a sandbox of their own", async () => {
    const examples = runnable(
      'import { createZipay } from "@qriskit/provider-zipay/promise"',
      "const env = process.env",
      "const zipay = createZipay({",
      '  userId: env["ZIPAY_USER_ID"] ?? "",',
      '  password: env["ZIPAY_PASSWORD"] ?? "",',
      '  merchantId: env["ZIPAY_MERCHANT_ID"] ?? "",',
      '  merchantKey: env["ZIPAY_MERCHANT_KEY"] ?? "",',
      '  baseUrl: env["ZIPAY_BASE_URL"] ?? "",',
      "})",
      'const payment = await zipay.create({ amount: 25_000, externalId: "order-1" })',
      "console.log(payment.status, payment.qr?.payload)",
      "await zipay.close()",
      "```",
      "",
      "```text output",
      "pending 000201…",
      "```",
    )
    expect(await runAll(examples)).toEqual([])
  })

  it("fail at the line that threw, in the page's name", async () => {
    const [complaint] = await runAll(
      runnable("const sure = true", 'if (sure) throw new Error("no money")', "```"),
    )
    expect(complaint).toMatchObject({ line: 4, message: expect.stringContaining("Error: no money") })
    expect(complaint?.message).toContain("docs/a-page.md:4")
  })

  it("print what their page says", async () => {
    const [complaint] = await runAll(
      runnable('console.log("expired")', "```", "```text output", "paid", "```"),
    )
    expect(complaint).toMatchObject({
      line: 2,
      message: "printed something else than its page says:\nexpired",
    })
  })

  it("end in time, or are ended", async () => {
    const [example] = runnable("```")
    if (example === undefined) throw new Error("there is one")
    const endless = { ...example, module: path.join(ROOT, "docs/test/support/endless.mjs") }
    const [complaint] = await run(endless, 200)
    expect(complaint?.message).toMatch(/^did not end within 0.2 s/)
  })

  it("may print more where their page says so", () => {
    expect(isPrinted("a\n…\nd", "a\nb\nc\nd\n")).toBe(true)
    expect(isPrinted("000201… paid", "00020101 paid")).toBe(true)
    expect(isPrinted("a\n…\nd", "a\nb")).toBe(false)
    expect(isPrinted("a.c", "abc")).toBe(false)
  })
})

describe("other blocks", () => {
  it("are commands whose scripts and packages exist", () => {
    const { complaints, others } = page(
      "```sh",
      "npx --yes pnpm@12 demo      # the till",
      "npx --yes pnpm@12 demos",
      "pnpm test --filter=@qriskit/core && pnpm --filter @qriskit/core load",
      "pnpm --filter @qriskit/payments load",
      "npx @qriskit/sandbox --port 8090",
      "npx @qriskit/core",
      "npm install --save-dev @qriskit/sandboxes effect",
      "PORT=1 pnpm run nothing",
      "```",
    )
    expect(places(complaints)).toEqual([
      '3: there is no script "demos"',
      '4: @qriskit/core has no script "load"',
      "7: @qriskit/core has no command",
      "8: there is no published package @qriskit/sandboxes",
      '9: there is no script "nothing"',
    ])
    expect(others).toBe(1)
  })

  it("are looked at in running text, too", () => {
    expect(places(page("Run `pnpm tests`, or `npx pnpm@12 test`.").complaints)).toEqual([
      '1: there is no script "tests"',
    ])
  })

  it("are JSON that parses", () => {
    expect(page("```json", '{ "amount": 25000 }', "```").complaints).toEqual([])
    expect(places(page("", "```json", "{ amount: 25000 }", "```").complaints)).toEqual([
      expect.stringMatching(/^2: this is no JSON: /),
    ])
  })

  it("say what they are", () => {
    expect(places(page("```", "what", "```").complaints)).toEqual([expect.stringMatching(/^1: blocks in ""/)])
  })
})
