import * as Schema from "effect/Schema"

/** One field that is wrong, and why. `path` is dotted (`customer.email`). Never holds the value. */
export interface FieldIssue {
  readonly path: string
  readonly message: string
}

/** The same as a schema. */
export const FieldIssue = Schema.Struct({ path: Schema.String, message: Schema.String })

/** `amount is required; customer.email must be text`: for a message. */
export const listIssues = (issues: ReadonlyArray<FieldIssue>): string =>
  issues.map(({ path, message }) => (path === "" ? message : `${path} ${message}`)).join("; ")
