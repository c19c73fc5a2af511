import { readFile } from "node:fs/promises"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { ANOMALY_MEANING } from "../src/findings/anomaly-kind.js"
import { TRANSITIONS } from "../src/record/attempt-status.js"
import { decodeSettings, PaymentsSettings } from "../src/settings.js"

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8")

/** A table of the README, however wide its columns are drawn. */
const section = (name: string): string =>
  readme
    .slice(readme.indexOf(`<!-- ${name} -->`) + name.length + 9, readme.indexOf(`<!-- /${name} -->`))
    .trim()
    .replace(/ +\|/g, " |")
    .replace(/^\|[-| ]+\|$/gm, "|---|---|")

const table = (head: string, rows: ReadonlyArray<string>): string => [head, "|---|---|", ...rows].join("\n")

describe("the README says what the code does", () => {
  test("about states", () => {
    const rows = Object.entries(TRANSITIONS).map(
      ([from, tos]) => `| \`${from}\` | ${tos.map((to) => `\`${to}\``).join(", ") || "nothing"} |`,
    )
    expect(section("states")).toBe(table("| from | to |", rows))
  })

  test("about anomalies", () => {
    const rows = Object.entries(ANOMALY_MEANING).map(([kind, meaning]) => `| \`${kind}\` | ${meaning} |`)
    expect(section("anomalies")).toBe(table("| kind | meaning |", rows))
  })

  test("about settings", () => {
    const defaults: Readonly<Record<string, unknown>> = Result.getOrThrow(decodeSettings({}))
    const inWords: Readonly<Record<string, string>> = {
      newExternalId: "25 random letters and digits",
      onError: "nobody is told",
      inquiriesPerSecond: "the provider's, or 1000",
      inquiryBurst: "a second's worth",
    }
    const rows = Object.keys(PaymentsSettings.fields).map(
      (name) => `| \`${name}\` | ${inWords[name] ?? defaults[name]} |`,
    )
    expect(section("settings")).toBe(table("| setting | default |", rows))
  })
})
