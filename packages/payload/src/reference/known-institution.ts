import { issue } from "../issue.js"
import type { Rule } from "../rules.js"
import { institutionOf, merchantPans } from "./institutions.js"

/**
 * A rule for `validate` that warns about PANs of institutions that the table does not know (rule 4.7.5.5). Only a
 * warning: no public list is complete.
 *
 * @example
 * ```ts
 * import { type QrisPayload, validate } from "@qriskit/payload"
 * import { knownInstitution } from "@qriskit/payload/reference"
 *
 * const issuesOf = (payload: QrisPayload) => validate(payload, { rules: [knownInstitution] })
 * ```
 */
export const knownInstitution: Rule = (payload, _, issues) => {
  for (const { path, pan, offset } of merchantPans(payload)) {
    if (institutionOf(pan) !== undefined) continue
    issues.push(
      issue("unknown-institution", "warning", path, offset, { rule: "4.7.5.5", found: pan.slice(0, 8) }),
    )
  }
}
