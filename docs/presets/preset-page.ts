import type { SnapProfile } from "../../packages/provider-snap/src/index.js"
import { callbacksSection, callsSection, statusSection } from "./dialect.ts"
import { firstOrder, firstOrderOutput } from "./example.ts"
import { block, list, page, section, table } from "./markdown.ts"
import { configurationExample, needsOf, needsTable } from "./onboarding.ts"
import type { PresetFacts } from "./preset-facts.ts"

const EVIDENCE =
  "Marks say how something is known: **[A]** the acquirer's own documents or code, **[S]** the national standard, **[B]** one integration of others, **[B2]** several that agree, **[R]** seen by running its code, **[C]** inferred. Nothing here was run against its live system."

/** The page of one preset: what its data says, and what is known besides. */
export const presetPage = (name: string, profile: SnapProfile, facts: PresetFacts): string => {
  const needs = needsOf(profile, facts)
  const example = { name, profile, request: facts.request }
  return page(
    "<!-- Written from the preset and docs/presets/facts: see docs/test/presets.test.ts. -->",
    `# ${profile.title}`,
    facts.standing,
    block(
      "sh",
      [
        "npm init --yes && npm pkg set type=module",
        "npm install @qriskit/core @qriskit/provider-snap effect",
        "npm install --save-dev @qriskit/sandbox",
      ].join("\n"),
    ),
    section(
      "What to ask at onboarding",
      needsTable(profile, needs),
      table(
        ["ask", "what depends on it"],
        facts.questions.map(({ ask, decides }) => [ask, decides]),
      ),
      facts.variant === undefined ? "" : `${facts.variant.when}\n\n${block("ts", facts.variant.code)}`,
      EVIDENCE,
    ),
    section(
      "The first paid order",
      block("ts runnable", firstOrder(example)),
      block("text output", firstOrderOutput(example)),
      "With your own merchant only the configuration changes: from variables, or as an object for `createSnap`. A key may stand in a variable as PEM, or as base64 of its DER.",
      block("ts", configurationExample(name)),
      "Then make a payment of Rp 1.000 and compare a real create, inquiry and callback with this page. Give the client to [`createPayments`](/payments), and lost callbacks, crashes and late money are looked after.",
    ),
    section("What to mind", list(facts.mind)),
    callsSection(profile),
    statusSection(profile),
    callbacksSection(profile, facts.callbacks),
    section("What is open", list(facts.open)),
  )
}
