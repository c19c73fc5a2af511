import type { Fields } from "../fields/field.js"
import type { Rule } from "../rules.js"

/** Which rules a payload has to keep. */
export interface Profile {
  readonly name: string
  /** The country (tag 58) whose meanings `fields` and `rules` have; a code of another one is held against neither. */
  readonly country?: string
  /** What each tag may hold. */
  readonly fields: Fields
  /** What tags owe each other. */
  readonly rules: ReadonlyArray<Rule>
}
