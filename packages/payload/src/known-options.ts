import { type Issue, issue } from "./issue.js"

/** An issue for each option that is not known: whoever misspells one expects something that would not happen. */
export const unknownOptions = (
  given: object,
  known: ReadonlyArray<string>,
  path = "",
): ReadonlyArray<Issue> =>
  Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((found) => issue("unknown-option", "error", path, 0, { found, allowed: known.join(", ") }))
