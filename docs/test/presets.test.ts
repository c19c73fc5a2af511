import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { layerConfigVariables, SnapProfile } from "../../packages/provider-snap/src/index.js"
import * as presets from "../../packages/provider-snap/src/presets.js"
import { FACTS } from "../presets/facts.ts"
import { presetPage } from "../presets/preset-page.ts"

const profiles = Object.entries(presets).map(
  ([name, preset]) => [name, Schema.decodeUnknownSync(SnapProfile)(preset)] as const,
)

describe("the page of a preset", () => {
  it.each(profiles)(
    "of %s says what its data says; write it with `vitest run test/presets -u`",
    async (name, profile) => {
      const facts = FACTS[name]
      if (facts === undefined) throw new Error(`docs/presets/facts has nothing of ${name}`)
      await expect(presetPage(name, profile, facts)).toMatchFileSnapshot(`../providers/snap/${name}.md`)
    },
  )

  it.each(profiles)("of %s explains each of its settings, and no other", (name, profile) => {
    const settings = Object.keys(layerConfigVariables(profile))
      .filter((field) => field.startsWith("settings."))
      .map((field) => field.replace("settings.", ""))
    expect(Object.keys(FACTS[name]?.settings ?? {}).sort()).toEqual(settings.sort())
  })
})
