import * as Schema from "effect/Schema"

/**
 * The platform's own name for one merchant's credentials: it stands in references, in the paths of callbacks and in
 * errors, so it is no secret. 1 to 64 letters, digits and `- _ . ~ : @`, beginning with a letter, a digit or `_`.
 */
export const AccountId = Schema.String.check(
  Schema.isPattern(/^\w[\w\-.~:@]{0,63}$/, {
    message: "must be 1 to 64 letters, digits and - _ . ~ : @",
  }),
)
