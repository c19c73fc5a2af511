import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { Page } from "playwright-core"

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")

declare const axe: { run(): Promise<AxeResults> }

/** What axe finds that keeps somebody from using the page. Pages allow no script from outside: axe is evaluated. */
export const seriousFindings = async (page: Page): Promise<ReadonlyArray<string>> => {
  await page.evaluate(await readFile(AXE, "utf8"))
  const { violations } = await page.evaluate(() => axe.run())
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical" || impact === "moderate")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
}
