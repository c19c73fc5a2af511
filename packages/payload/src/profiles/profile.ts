import type { Fields } from "../fields/field.js"
import type { Rule } from "../rules.js"

/** Which rules a payload has to keep. */
export interface Profile {
  readonly name: string
  /** What each tag may hold. */
  readonly fields: Fields
  /** What tags owe each other. */
  readonly rules: ReadonlyArray<Rule>
}
