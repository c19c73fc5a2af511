import { globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import ts from "typescript"
import { describe, expect, it } from "vitest"
import { ANOMALY_MEANING } from "../../packages/payments/src/findings/anomaly-kind.js"
import { PACE, SLOWEST_PACE } from "../../packages/payments/src/inquiring/poll-schedule.js"
import { METRICS } from "../../packages/payments/src/reading/metrics.js"
import { STATUS as IFORTEPAY } from "../../packages/provider-ifortepay/src/status.js"
import { STATUS as MIDTRANS } from "../../packages/provider-midtrans/src/status.js"
import { STATUS as XENDIT } from "../../packages/provider-xendit/src/status.js"
import { STATUS as ZIPAY } from "../../packages/provider-zipay/src/status.js"
import { published, ROOT } from "../examples/workspace.ts"

const page = (name: string): string => readFileSync(path.join(ROOT, "docs", `${name}.md`), "utf8")

/** Sources in which every text of some words is a message for people. */
const SPEAKING = [
  "core/src/{configuration,connection-error,error,reason,transport,transport-undici,transport-fetch,network}.ts",
  "core/src/undici/*.ts",
  "core/src/provider-kit/{exchange,http-failure,json-body,login,notification-body,qr-check,reach}.ts",
  "nestjs/src/{qris.module,registered,registration,registration-shape}.ts",
  "nestjs/src/{handlers,startup,webhook}/*.ts",
  "nestjs/src/{health/provider-health,payments/qris-payments}.ts",
  "http/src/{callbacks,handler,node}/*.ts",
  "http/src/{create-handler,events/announcer,events/recorded-event}.ts",
  "payments/src/{failure,opening/opening,engine/sweep,callbacks/receiving,engine/reconciler}.ts",
  "payments/src/database/{folder-lock,migrate,open-database}.ts",
  "payments/src/onward/{deliver,failure,post,resolve}.ts",
  "provider-*/src/{notification,payment,provider}.ts",
]

/**
 * Texts in those sources that are no message: a line of the log at debug level, SQL, what the page
 * says of fields alike.
 */
const isNoMessage = (text: string): boolean =>
  /^… …: repeat … in … ms after …$/.test(text) ||
  /^(must|may|is required|\s*(case when|create table|alter table|pragma|select|insert)) /.test(text)

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length

/** The texts of a source that have at least four words, with … for what is filled in. */
const messagesIn = (file: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text)
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(""))
    }
    node.forEachChild(visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest))
  return found.filter((text) => wordsIn(text) >= 4 && !isNoMessage(text))
}

describe("the page of messages", () => {
  const messages = page("operations/messages")

  const sources = globSync(SPEAKING, { cwd: path.join(ROOT, "packages") })

  it.each(sources)("has every message of %s", (file) => {
    for (const message of messagesIn(path.join(ROOT, "packages", file)))
      expect(messages, "say in docs/operations/messages.md what to do").toContain(message)
  })

  it("finds messages where there are some", () => {
    expect(messagesIn(path.join(ROOT, "packages/core/src/error.ts"))).toContain(
      "Nothing was sent: the QR can still be paid.",
    )
    expect(sources.length).toBeGreaterThan(40)
  })
})

describe("what pages include", () => {
  const pages = globSync("**/*.md", {
    cwd: path.join(ROOT, "docs"),
    exclude: (name) => ["api", "node_modules", ".vitepress"].includes(name),
  })
  const includes = pages.flatMap((file) =>
    [...readFileSync(path.join(ROOT, "docs", file), "utf8").matchAll(/<!--@include: (.*)#(.*)-->/g)].map(
      ([, source = "", region = ""]) => ({ file, source, region }),
    ),
  )

  // A region that is not there would be left out without a word.
  it.each(includes)("is there: $file, $source#$region", ({ file, source, region }) => {
    const text = readFileSync(path.join(ROOT, "docs", path.dirname(file), source), "utf8").split("\n")
    expect(text).toContain(`<!-- #region ${region} -->`)
    expect(text).toContain(`<!-- #endregion ${region} -->`)
  })
})

it("the guide has the manual of every published package", () => {
  for (const { manifest } of published) {
    const name = manifest.name.replace("@qriskit/", "")
    expect(page(`manuals/${name}`)).toContain(`<!--@include: ../../packages/${name}/README.md-->`)
  }
})

describe("the pages say what the code does", () => {
  it("about what the provider kit has", () => {
    const [, kit = ""] = page("providers/adding").split("## What the kit has already")
    const names = [...(kit.split("\n## ")[0] ?? "").matchAll(/`(\w+)`/g)].map(([, name = ""]) => name)
    const sources = globSync("core/src/provider-kit/*.ts", { cwd: path.join(ROOT, "packages") })
      .map((file) => readFileSync(path.join(ROOT, "packages", file), "utf8"))
      .join("\n")
    expect(names.length).toBeGreaterThan(25)
    for (const name of names)
      expect(sources).toMatch(new RegExp(`export (const|function|class|interface|type) ${name}\\b`))
  })

  it("about each anomaly", () => {
    const anomalies = page("operations/anomalies")
    const [, commands = ""] = anomalies.split("## From the terminal")
    for (const kind of Object.keys(ANOMALY_MEANING)) {
      expect(anomalies).toContain(`## ${kind} {#${kind}}`)
      expect(commands, "say what to type").toContain(`| \`${kind}\` |`)
    }
  })

  it("about each metric", () => {
    const operations = page("operations/index")
    for (const { id } of Object.values(METRICS)) expect(operations).toContain(`| \`${id}\` |`)
  })

  it("about how often a payment is asked about", () => {
    const rows = page("payments").match(/^\| (up to|beyond).*$/gm)
    expect(PACE.map(({ untilAge, every }) => [untilAge / 60_000, every / 1_000])).toEqual([
      [3, 5],
      [15, 15],
      [60, 60],
      [1440, 300],
    ])
    expect(SLOWEST_PACE / 60_000).toBe(30)
    expect(rows).toEqual([
      "| up to 3 minutes | 5 seconds |",
      "| up to 15 minutes | 15 seconds |",
      "| up to an hour | minute |",
      "| up to a day | 5 minutes |",
      "| beyond | 30 minutes |",
    ])
  })

  it.each([
    ["ifortepay", IFORTEPAY],
    ["zipay", ZIPAY],
    ["midtrans", MIDTRANS],
    ["xendit", XENDIT],
  ])("about the status words of %s", (name, words) => {
    const rows = page(`providers/${name}`).split("\n")
    for (const [word, status] of Object.entries(words)) {
      const row = rows.find((line) => line.startsWith("| `") && line.includes(`\`${word}\``))
      expect(row?.replaceAll("the same", word.toLowerCase())).toContain(status)
    }
  })
})
