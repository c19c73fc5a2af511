import * as Result from "effect/Result"
import { NoSuchProfile } from "../error.js"
import type { ReadOptions } from "../options.js"
import { decodeProfile } from "../profile/decode.js"
import { inDialect } from "../profile/dialect.js"
import type { StatementProfile, StatementProfileInput } from "../profile/profile.js"
import { BUILT_IN } from "../profiles/built-in.js"
import { refuse } from "../refuse.js"

const decoded = (input: StatementProfileInput): StatementProfile => Result.getOrThrow(decodeProfile(input))

/** The profiles that a file may have: the one that was named, or all built-in ones. */
export const candidatesFor = ({ profile, dialect }: ReadOptions): ReadonlyArray<StatementProfile> => {
  if (profile === undefined) return BUILT_IN.map((input) => inDialect(decoded(input), dialect))
  if (typeof profile !== "string") return [inDialect(decoded(profile), dialect)]
  const known = BUILT_IN.find(({ id }) => id === profile)
  if (known === undefined) {
    return refuse(new NoSuchProfile({ profile, known: BUILT_IN.map(({ id }) => id) }))
  }
  return [inDialect(decoded(known), dialect)]
}
