import { readFileSync } from "node:fs"
import { NOTIFICATION_STATUS } from "@qriskit/http/webhook-kit"
import { expect, it } from "vitest"
import { PROBLEM } from "../src/problem/problem-table.js"

/** The formatter lines columns up; that is not what is compared. */
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  .replace(/ {2,}/g, " ")
  .replace(/-{3,} \|/g, "--- |")

const statusText = (status: (typeof PROBLEM)[keyof typeof PROBLEM]["status"]): string => {
  if (typeof status === "number") return String(status)
  const { not_sent, refused, unknown } = status
  if (not_sent === refused) return `${not_sent}, ${unknown} where the provider may have acted`
  return `${not_sent}, ${refused} where the provider refused`
}

it("the README's table of problems is the code's", () => {
  const rows = Object.entries(PROBLEM)
    .filter(([reason]) => reason !== "InvalidNotification")
    .map(([reason, { status, title }]) => `| \`${reason}\` | ${statusText(status)} | ${title} |`)
  const { malformed, unauthentic, mismatch, oversized } = NOTIFICATION_STATUS
  const kinds = [...new Set([malformed, unauthentic, mismatch, oversized])].join(", ")
  const table = [
    "| reason | status | title |",
    "| --- | --- | --- |",
    ...rows,
    `| \`InvalidNotification\` | ${kinds} by kind | ${PROBLEM.InvalidNotification.title} |`,
  ].join("\n")
  expect(readme).toContain(`<!-- problems: begin -->\n\n${table}\n\n<!-- problems: end -->`)
})
