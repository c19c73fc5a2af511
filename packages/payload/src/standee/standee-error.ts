import type { Issue } from "../issue.js"

/** Why a standee is not drawn. */
export class StandeeError extends Error {
  override readonly name = "StandeeError"
  /**
   * `not-payable`: no payload, or one with errors, as `issues` say. `not-static`: made for one payment, which nobody
   * can pay twice. `unprintable-text`: the PDF's fonts lack a character of the name; draw the SVG.
   */
  readonly code: "not-payable" | "not-static" | "unprintable-text"
  readonly issues: ReadonlyArray<Issue>

  constructor(code: StandeeError["code"], message: string, issues: ReadonlyArray<Issue> = []) {
    super(message)
    this.code = code
    this.issues = issues
  }
}
