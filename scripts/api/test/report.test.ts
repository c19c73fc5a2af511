import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { entries } from "../src/entries.ts"
import { reportOf } from "../src/report.ts"

const folder = mkdtempSync(join(tmpdir(), "qriskit-api-test-"))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, "dist"))
writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "contoh", version: "1.0.0" }))
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({ compilerOptions: { types: [], lib: ["es2023"] } }),
)

/** The report of these declarations. */
const report = (declarations: string): string => {
  const targets = { types: "./dist/index.d.ts", default: "./dist/index.js" }
  writeFileSync(join(folder, targets.types), declarations)
  return reportOf({ name: "contoh", folder, targets, report: "" })
}

test("a report has what is exported and what that is made of, in an order of its own, and nothing else", () => {
  const written = report(`declare const Shop_base: new () => {
    readonly name: string;
};
/** Sells. */
declare class Shop extends Shop_base {
}
declare const hidden: 1;
declare const open: (shop: Shop) => void;
export { open, Shop };
`)
  expect(written).toBe(`# contoh

Written by \`pnpm api\`.

- types: \`./dist/index.d.ts\`
- default: \`./dist/index.js\`

\`\`\`ts
export const open: (shop: Shop) => void;

export class Shop extends Shop_base {
}

const Shop_base: new () => {
    readonly name: string;
};
\`\`\`
`)
})

test("a union is the same in whichever order the compiler wrote its members", () => {
  const union = (type: string) =>
    report(`declare class A { a: 1 }\ndeclare class B { b: 1 }\nexport declare const of: () => ${type};`)
  const first = union("Promise<A | B | undefined>")
  expect(first).toContain("export const of: () => Promise<A | B | undefined>;")
  expect(union("Promise<undefined | B | A>")).toBe(first)
  expect(union("Promise<A | undefined>")).not.toBe(first)
})

test("a field more, less or otherwise typed is another report", () => {
  const shop = (fields: string) => report(`export interface Shop {\n  ${fields}\n}`)
  const first = shop("readonly name: string")
  expect(shop("/** How it is called. */\n  readonly name: string")).toBe(first)
  const others = ["readonly name?: string", "readonly name: string; readonly city: string", ""].map(shop)
  expect(new Set([first, ...others]).size).toBe(4)
})

test("without a build it says what to do", () => {
  const targets = { types: "./dist/other.d.ts" }
  expect(() => reportOf({ name: "contoh", folder, targets, report: "" })).toThrow("run pnpm build")
})

test("every entry has a report of its own", () => {
  const all = entries()
  expect(all.map(({ name }) => name)).toContain("@qriskit/core/transport-default")
  expect(new Set(all.map((entry) => entry.report)).size).toBe(all.length)
})
