// Installs every published package by itself, and compares what came with its limits.
//
//   pnpm budgets                                       this, after the bundles
//   pnpm --filter @qriskit/budgets installed --why     what came, heaviest first
import { parseArgs } from "node:util"
import type { InstalledWeight } from "@qriskit/weigh"
import { withInstallations } from "./installations.ts"
import { INSTALLATIONS } from "./limits.ts"
import { excessesOf, weightOf } from "./weight.ts"

const WHAT_TO_DO = `
An installation is over its limit. \`pnpm --filter @qriskit/budgets installed --why\` lists what came with each package.
Take out what became heavier. If it is worth it, raise the limit in scripts/budgets/src/limits.ts in the same change,
and say in the commit what users get for it.`

const { values } = parseArgs({ options: { why: { type: "boolean", default: false } } })
const excesses: Array<string> = []

const explain = ({ packages }: InstalledWeight): void => {
  for (const { name, version, bytes } of packages.toSorted((a, b) => b.bytes - a.bytes))
    console.log(`    ${(bytes / 1_000).toFixed(0).padStart(7)} kB  ${name} ${version}`)
}

console.log("installed for production   packages       all, MB       itself, kB")
await withInstallations((name, installed) => {
  const weight = weightOf(name, installed)
  const limit = INSTALLATIONS[name]
  const cell = (of: keyof typeof weight) => `${weight[of]} of ${limit?.[of] ?? "?"}`.padEnd(16)
  console.log(`${name.padEnd(29)}${cell("packages")}${cell("megabytes")}${cell("own")}`)
  if (values.why) explain(installed)
  excesses.push(...excessesOf(name, weight, limit))
})
for (const excess of excesses) console.error(excess)
if (excesses.length > 0) {
  console.error(WHAT_TO_DO)
  process.exitCode = 1
}
