import { mixing } from "./accounts.js"
import { reading } from "./answers.js"
import { conducting } from "./conduct.js"
import { failing } from "./failures.js"
import { leaking } from "./leaks.js"
import { tabling } from "./platform.js"
import { asking } from "./requests.js"
import { trusting } from "./trust.js"
import type { Variant } from "./variant.js"

/** Every broken provider, and who catches it. */
export const VARIANTS: ReadonlyArray<Variant> = [
  ...asking,
  ...reading,
  ...failing,
  ...trusting,
  ...leaking,
  ...conducting,
  ...mixing,
  ...tabling,
]
