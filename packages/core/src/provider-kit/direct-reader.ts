import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"

/** What a direct reader answers of a value that the schema itself shall read: to tell what is wrong with it, mostly. */
export const UNREAD: unique symbol = Symbol("unread")

/** The value as the schema decodes it, or `UNREAD`. */
type DirectReader = (value: unknown) => unknown

const passes = (
  checks: SchemaAST.Checks,
  value: unknown,
  ast: SchemaAST.AST,
  options: SchemaAST.ParseOptions,
): boolean => {
  for (const check of checks) {
    const isPassed =
      check._tag === "Filter"
        ? check.run(value, ast, options) === undefined
        : passes(check.checks, value, ast, options)
    if (!isPassed) return false
  }
  return true
}

/** A part of another kind (a date, a class, what is made of something else) is read by the schema. */
const bySchema = (ast: SchemaAST.AST, options: SchemaAST.ParseOptions): DirectReader => {
  const decode = Schema.decodeUnknownResult(Schema.make<Schema.Codec<unknown, unknown>>(ast), options)
  return (value) => Result.getOrElse(decode(value), () => UNREAD)
}

const ofType =
  (type: "string" | "number" | "boolean"): DirectReader =>
  (value) =>
    typeof value === type ? value : UNREAD

interface Property {
  readonly name: string
  readonly isOptional: boolean
  readonly read: DirectReader
}

/** An object with these properties, each by its name, and without others where they are refused. */
const ofProperties = (properties: ReadonlyArray<Property>, isExcessRefused: boolean): DirectReader => {
  const names = new Set(properties.map(({ name }) => name))
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return UNREAD
    const given = value as Readonly<Record<string, unknown>>
    const fields: Record<string, unknown> = {}
    for (const { name, isOptional, read } of properties) {
      if (name in given) {
        const field = read(given[name])
        if (field === UNREAD) return UNREAD
        fields[name] = field
      } else if (!isOptional) return UNREAD
    }
    if (isExcessRefused) {
      for (const key of Reflect.ownKeys(given)) {
        if (typeof key === "symbol" || !names.has(key)) return UNREAD
      }
    }
    return fields
  }
}

/** An object whose every value is read alike, whatever its key. */
const ofValues =
  (read: DirectReader): DirectReader =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return UNREAD
    const fields: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) {
      const field = key === "__proto__" ? UNREAD : read(inner)
      if (field === UNREAD) return UNREAD
      fields[key] = field
    }
    return fields
  }

const ofObject = (ast: SchemaAST.Objects, options: SchemaAST.ParseOptions): DirectReader => {
  const { propertySignatures, indexSignatures, encodingChecks } = ast
  const [index, ...others] = indexSignatures
  const isNeither = propertySignatures.length > 0 ? index !== undefined : index === undefined
  if (isNeither || others.length > 0 || encodingChecks !== undefined) return bySchema(ast, options)
  if (index !== undefined) {
    const { parameter, type } = index
    const isText =
      parameter._tag === "String" && parameter.checks === undefined && parameter.encoding === undefined
    return isText ? ofValues(directReader(type, options)) : bySchema(ast, options)
  }
  const properties: Array<Property> = []
  for (const { name, type } of propertySignatures) {
    if (typeof name !== "string" || name === "__proto__") return bySchema(ast, options)
    const isOptional = type.context?.isOptional === true && type.encoding === undefined
    properties.push({ name, isOptional, read: directReader(type, options) })
  }
  return ofProperties(properties, options.onExcessProperty === "error")
}

const unchecked = (ast: SchemaAST.AST, options: SchemaAST.ParseOptions): DirectReader => {
  switch (ast._tag) {
    case "Unknown":
      return (value) => value
    case "Null":
      return (value) => (value === null ? value : UNREAD)
    case "String":
      return ofType("string")
    case "Number":
      return ofType("number")
    case "Boolean":
      return ofType("boolean")
    case "Literal":
      return (value) => (value === ast.literal ? value : UNREAD)
    case "Union": {
      if (ast.options?.mode === "oneOf" || ast.encodingChecks !== undefined) return bySchema(ast, options)
      const members = ast.types.map((type) => directReader(type, options))
      return (value) => {
        for (const read of members) {
          const member = read(value)
          if (member !== UNREAD) return member
        }
        return UNREAD
      }
    }
    case "Objects":
      return ofObject(ast, options)
    default:
      return bySchema(ast, options)
  }
}

/**
 * Reads valid values as a schema would, without its interpreter, which runs through ten times as much code: right after a
 * wait for the network that code has left the processor's caches, and each line of it counts.
 *
 * The schema stays the one truth: its own checks are run, whatever is not plain (dates, classes, transformations) is read
 * by it, and where a value is not valid the answer is `UNREAD` and the schema says why.
 */
export const directReader = (ast: SchemaAST.AST, options: SchemaAST.ParseOptions): DirectReader => {
  if (ast.encoding !== undefined) return bySchema(ast, options)
  const read = unchecked(ast, options)
  const { checks } = ast
  if (checks === undefined) return read
  return (value) => {
    const decoded = read(value)
    return decoded !== UNREAD && passes(checks, decoded, ast, options) ? decoded : UNREAD
  }
}

/** `Schema.decodeUnknownResult`, by way of a direct reader. */
export const decodeDirectly = <S extends Schema.Codec<unknown, unknown>>(
  schema: S,
  options: SchemaAST.ParseOptions = {},
): ((input: unknown) => Result.Result<S["Type"], Schema.SchemaError>) => {
  const decode = Schema.decodeUnknownResult(schema, options)
  let read: DirectReader | undefined
  return (input) => {
    read ??= directReader(schema.ast, options)
    const direct = read(input)
    return direct === UNREAD ? decode(input) : Result.succeed(direct as S["Type"])
  }
}
