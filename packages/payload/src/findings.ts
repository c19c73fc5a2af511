import { breakInside, HEADER_LENGTH } from "./framing.js"
import { type Issue, type IssueCode, type IssueDetails, issue } from "./issue.js"
import { faultIssue } from "./parse.js"
import type { QrisPayload } from "./payload.js"

/** Collects what is wrong with one payload and finds where in its text that is. */
export class Findings {
  readonly issues: Array<Issue> = []
  readonly #payload: QrisPayload

  constructor(payload: QrisPayload) {
    this.#payload = payload
  }

  report(code: IssueCode, severity: Issue["severity"], path: string, details: IssueDetails): void {
    this.issues.push(issue(code, severity, { path, offset: this.#offsetOf(path) }, details))
  }

  /** Reports where the framing inside a template breaks. */
  reportBreak(severity: Issue["severity"], path: string, value: string): void {
    const fault = breakInside(value)
    if (fault === undefined) return
    const offset = this.#offsetOf(path) + HEADER_LENGTH + fault.offset
    this.issues.push(faultIssue({ ...fault, offset }, severity, path))
  }

  /** Where the object at a path starts; for a missing one, where its template starts. */
  #offsetOf(path: string): number {
    let offset = 0
    let objects = path === "" ? undefined : this.#payload.objects
    for (const tag of path.split(".")) {
      const index = objects?.findIndex((object) => object.tag === tag) ?? -1
      const object = objects?.[index]
      if (objects === undefined || object === undefined) return offset
      if (objects !== this.#payload.objects) offset += HEADER_LENGTH
      for (const before of objects.slice(0, index)) offset += HEADER_LENGTH + before.value.length
      objects = object.children
    }
    return offset
  }
}
