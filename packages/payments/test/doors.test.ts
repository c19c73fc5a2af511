import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm

/** Everything that a module loads as it is imported, of ours and of others. What is loaded later is not among it. */
const loadedBy = (url: URL, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(url.href)) return seen
  seen.add(url.href)
  for (const [, name = ""] of readFileSync(fileURLToPath(url), "utf8").matchAll(IMPORT)) {
    if (name.startsWith(".")) loadedBy(new URL(name.replace(/\.js$/, ".ts"), url), seen)
    else seen.add(name)
  }
  return seen
}

const door = (name: string) => loadedBy(new URL(`../src/${name}.ts`, import.meta.url))
const DATABASES = /^(drizzle-orm|@electric-sql\/|pg$|pg-)/

describe("who imports payments loads no database, and no query builder", () => {
  test.each(["promise", "index"])("through the door %s", (name) => {
    const loaded = [...door(name)]
    expect(loaded).toContain("effect/Effect")
    expect(loaded.length).toBeGreaterThan(80)
    expect(loaded.filter((module) => DATABASES.test(module))).toEqual([])
  })

  test("Drizzle comes with its own door", () => {
    expect([...door("drizzle")]).toContain("drizzle-orm/pg-proxy")
  })

  test("the driver of a server comes when one is opened", () => {
    expect([...door("database/postgresql")]).toContain("pg")
  })
})
