import { decodeConfiguration, type FieldIssue } from "@qriskit/core"
import * as Result from "effect/Result"
import { InvalidProfile, StatementError } from "../error.js"
import { columnNames } from "./column-names.js"
import { StatementProfile, type StatementProfileInput } from "./profile.js"

type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})

const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

const nameOf = (term: unknown): string => String(term).replace(/^-/, "")

/** Sums may only use amounts that the profile has. */
const unknownAmounts = (profile: Fields): ReadonlyArray<FieldIssue> => {
  const known = new Set([
    ...Object.keys(recordOf(profile["money"])),
    ...Object.keys(recordOf(profile["derived"])),
    ...listOf(profile["none"]).map(String),
    ...(profile["group"] === undefined ? [] : ["gross", "fee", "tax", "net"]),
  ])
  const uses: Array<readonly [string, unknown]> = [
    ...listOf(profile["equations"]).flatMap((equation, index) => {
      const { of, is } = recordOf(equation)
      return [of, ...listOf(is)].map((term) => [`equations.${index}`, term] as const)
    }),
    ...Object.entries(recordOf(profile["derived"])).flatMap(([name, terms]) =>
      listOf(terms).map((term) => [`derived.${name}`, term] as const),
    ),
    ...["required", "emptyIsZero"].flatMap((field) =>
      listOf(profile[field]).map((term) => [field, term] as const),
    ),
  ]
  return uses
    .filter(([, term]) => typeof term === "string" && !known.has(nameOf(term)))
    .map(([path, term]) => ({
      path,
      message: `uses the amount ${nameOf(term)}, which the profile does not have`,
    }))
}

/** A table is known by its header, and its columns are in it. */
const headerIssues = (profile: Fields): ReadonlyArray<FieldIssue> => {
  if (recordOf(profile["file"])["format"] !== "table") return []
  const { names, more } = recordOf(profile["header"])
  if (names === undefined) return [{ path: "header", message: "is required for a table" }]
  if (more === true) return []
  const known = new Set(listOf(names).map(String))
  return columnNames(profile)
    .filter((name) => !known.has(name))
    .map((name) => ({
      path: "header.names",
      message: `lack ${JSON.stringify(name)}, which the profile reads`,
    }))
}

/** What is about people stays where it is. */
const privacyIssues = (profile: Fields): ReadonlyArray<FieldIssue> => {
  const drops = new Set(listOf(profile["drops"]).map(String))
  return columnNames({ columns: profile["columns"] })
    .filter((name) => drops.has(name))
    .map((name) => ({ path: "drops", message: `name ${JSON.stringify(name)}, which the profile reads` }))
}

const decode = decodeConfiguration("statements", StatementProfile, (profile) => [
  ...headerIssues(profile),
  ...unknownAmounts(profile),
  ...privacyIssues(profile),
])

const decoded = new WeakMap<object, StatementProfile>()

/** A profile with its defaults, or every field that is wrong. */
export const decodeProfile = (
  input: StatementProfileInput,
): Result.Result<StatementProfile, StatementError> => {
  const known = typeof input === "object" && input !== null ? decoded.get(input) : undefined
  if (known !== undefined) return Result.succeed(known)
  const result = decode(input)
  if (Result.isFailure(result)) {
    const { issues } = result.failure
    return Result.fail(new StatementError({ reason: new InvalidProfile({ issues }) }))
  }
  // What is frozen cannot become wrong later; another object is decoded each time.
  if (Object.isFrozen(input)) decoded.set(input, result.success)
  return Result.succeed(result.success)
}
