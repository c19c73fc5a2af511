import * as path from "node:path"
import { expect, it } from "vitest"
import { guide } from "../.vitepress/sidebar.ts"
import { llmsText } from "../agents/llms.ts"
import { skillText } from "../agents/skill.ts"
import { compile } from "../examples/compile.ts"
import { inspect } from "../examples/inspect.ts"
import { ROOT } from "../examples/workspace.ts"

const SKILL = path.join(ROOT, "docs/public/skills/qriskit/SKILL.md")

it("llms.txt has every page of the guide, each with what it is about", () => {
  const lines = llmsText(guide())
    .split("\n")
    .filter((line) => line.startsWith("- "))
  expect(lines.length).toBeGreaterThan(50)
  for (const line of lines) expect(line).toMatch(/^- \[[^\]]+\]\(\/[^)]*\): .{20,}$/)
  expect(new Set(lines).size).toBe(lines.length)
})

it("the skill is made of the guide's own sections, and its examples compile", () => {
  const { examples, complaints } = inspect(SKILL, skillText())
  expect(examples.length).toBeGreaterThan(4)
  expect([...complaints, ...compile(examples)]).toEqual([])
})
