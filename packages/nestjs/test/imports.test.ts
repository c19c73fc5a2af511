import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

/** What is between never holds `=` or `(`: a constant and the example in the docstring behind it are no import. */
const IMPORT = /^(?:import|export)\s(?!type\b)[^"=(]*?from\s+"([^"]+)"/gms

/** Every package that an entry loads when it is imported, by way of all its own modules. */
const packagesBehind = (file: URL, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(file.href)) return new Set()
  seen.add(file.href)
  const specifiers = [...readFileSync(file, "utf8").matchAll(IMPORT)].map(([, specifier = ""]) => specifier)
  const found = specifiers.map((specifier) =>
    specifier.startsWith(".")
      ? packagesBehind(new URL(specifier.replace(/\.js$/, ".ts"), file), seen)
      : new Set([
          specifier
            .split("/")
            .slice(0, specifier.startsWith("@") ? 2 : 1)
            .join("/"),
        ]),
  )
  return new Set(found.flatMap((packages) => [...packages]))
}

const ALWAYS = ["@nestjs/common", "@nestjs/core", "@qriskit/core", "@qriskit/http", "effect"]

describe("importing", () => {
  it.each([
    ["index", []],
    ["payments", ["@qriskit/payments"]],
    ["swagger", ["@nestjs/swagger"]],
    ["terminus", ["@nestjs/terminus"]],
    ["testing", []],
  ])("the entry %s loads nothing that its user may not have installed", (entry, optional) => {
    const loaded = packagesBehind(new URL(`../src/${entry}.ts`, import.meta.url))
    const allowed = new Set([...ALWAYS, ...optional])
    expect([...loaded].filter((name) => !allowed.has(name) && !name.startsWith("node:"))).toEqual([])
    for (const name of optional) expect(loaded).toContain(name)
  })
})
