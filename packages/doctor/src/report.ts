import type { Evidence } from "./evidence.js"
import { isAsRead } from "./evidence.js"
import type { Verdict } from "./finding.js"

const MARK: Readonly<Record<Verdict, string>> = {
  as_read: "ok     ",
  differs: "DIFFERS",
  not_done: "-      ",
}

/** What is printed at the end: a sentence each. */
export const reportOf = (evidence: Evidence): string => {
  const { findings, differences, openPoints } = evidence
  const seen = openPoints.filter((point) => point.seen !== undefined)
  return [
    ...findings.map(({ verdict, step, sentence }) => `${MARK[verdict]} ${step.padEnd(9)}${sentence}`),
    ...differences.map(({ step, sentence }) => `${MARK.differs} ${step.padEnd(9)}${sentence}`),
    "",
    `${seen.length} of ${openPoints.length} open points that an examination can show were seen${seen.length === 0 ? "." : ":"}`,
    ...seen.map(({ row, seen: what }) => `  ${row}: ${what}`),
    "",
    isAsRead(evidence)
      ? "This account answers as we read it."
      : "Something differs. Please send the evidence file with an issue: it holds no secret and no personal data.",
  ].join("\n")
}
