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
const ofProperties = (
  properties: ReadonlyArray<Property>,
  isExcessRefused: boolean,
  prototype: object | undefined,
): DirectReader => {
  const names = new Set(properties.map(({ name }) => name))
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return UNREAD
    const given = value as Readonly<Record<string, unknown>>
    const fields: Record<string, unknown> = prototype === undefined ? {} : Object.create(prototype)
    for (const { name, isOptional, read } of properties) {
      const part = given[name]
      if (part !== undefined || name in given) {
        const field = read(part)
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

/**
 * Whether an object without this property is decoded to one without it: it is optional, and nothing stands in for it.
 */
const isLeftOut = (name: string, ast: SchemaAST.AST, options: SchemaAST.ParseOptions): boolean => {
  if (ast.context?.isOptional !== true) return false
  const alone = Schema.Struct({ [name]: Schema.make<Schema.Codec<unknown, unknown>>(ast) })
  const decoded = Schema.decodeUnknownResult(alone, options)({})
  return Result.isSuccess(decoded) && !(name in decoded.success)
}

/** What an AST does not tell of an object: the schemas of its fields, and what it inherits from. */
interface Shape {
  readonly fields?: Known["fields"]
  /** Default: that of a plain object. */
  readonly prototype?: object
}

/** A schema, where there is one to an AST: an AST does not tell which class it is of. */
interface Known {
  readonly ast: SchemaAST.AST
  readonly fields?: Readonly<Record<string, Known>>
  /** What an optional one is made of. */
  readonly schema?: Known
}

/** A class, as what makes instances and as the struct of its fields. */
interface ClassSchema extends Known {
  new (fields: object): object
  mapFields(
    map: (fields: Schema.Struct.Fields) => Schema.Struct.Fields,
    options: { readonly unsafePreserveChecks: true },
  ): Schema.Codec<object, unknown>
}

const isClass = (schema: Known | undefined): schema is ClassSchema =>
  schema?.ast._tag === "Declaration" && "mapFields" in schema

/** The struct of a class's fields, with its rules about several of them. */
const structOf = (Class: ClassSchema) => Class.mapFields((fields) => fields, { unsafePreserveChecks: true })

/** An instance of fields that were read and checked already: the class would check what it is given a second time. */
const ofClass = (Class: ClassSchema, options: SchemaAST.ParseOptions): DirectReader => {
  const { ast, fields }: Known = structOf(Class)
  const { prototype } = Class
  const read = readerOf(ast, options, { fields, prototype })
  return (value) => {
    const made = read(value)
    // What the schema itself had to read is a plain object.
    return made === UNREAD || Object.getPrototypeOf(made) === prototype
      ? made
      : Object.assign(Object.create(prototype), made)
  }
}

/**
 * Whether an AST is that of a class, optional or not: with no rules of its own, and made of the same
 * fields in the same way.
 */
const isOf = (Class: ClassSchema, { _tag, checks, encoding }: SchemaAST.AST): boolean =>
  _tag === Class.ast._tag &&
  checks === Class.ast.checks &&
  encoding?.length === Class.ast.encoding?.length &&
  encoding?.[0].transformation === Class.ast.encoding?.[0].transformation

/** The reader of one of an object's properties. */
const ofField = (
  known: Known | undefined,
  ast: SchemaAST.AST,
  options: SchemaAST.ParseOptions,
): DirectReader => {
  const schema = known?.ast === ast ? (known.schema ?? known) : undefined
  return isClass(schema) && isOf(schema, ast) ? ofClass(schema, options) : readerOf(ast, options)
}

const ofObject = (
  ast: SchemaAST.Objects,
  options: SchemaAST.ParseOptions,
  shape: Shape = {},
): DirectReader => {
  const { propertySignatures, indexSignatures, encodingChecks } = ast
  const [index, ...others] = indexSignatures
  const isNeither = propertySignatures.length > 0 ? index !== undefined : index === undefined
  if (isNeither || others.length > 0 || encodingChecks !== undefined) return bySchema(ast, options)
  if (index !== undefined) {
    const { parameter, type } = index
    const isText =
      parameter._tag === "String" && parameter.checks === undefined && parameter.encoding === undefined
    return isText ? ofValues(readerOf(type, options)) : bySchema(ast, options)
  }
  const properties: Array<Property> = []
  for (const { name, type } of propertySignatures) {
    if (typeof name !== "string" || name === "__proto__") return bySchema(ast, options)
    const read = ofField(shape.fields?.[name], type, options)
    properties.push({ name, isOptional: isLeftOut(name, type, options), read })
  }
  return ofProperties(properties, options.onExcessProperty === "error", shape.prototype)
}

const unchecked = (ast: SchemaAST.AST, options: SchemaAST.ParseOptions, shape: Shape = {}): DirectReader => {
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
      const members = ast.types.map((type) => readerOf(type, options))
      return (value) => {
        for (const read of members) {
          const member = read(value)
          if (member !== UNREAD) return member
        }
        return UNREAD
      }
    }
    case "Objects":
      return ofObject(ast, options, shape)
    default:
      return bySchema(ast, options)
  }
}

/** A text or number that one plain function makes of another. */
const ofTransformation = (
  ast: SchemaAST.AST,
  [{ to, transformation }, ...others]: SchemaAST.Encoding,
  options: SchemaAST.ParseOptions,
): DirectReader => {
  const isPlain = ast._tag === "String" || ast._tag === "Number"
  if (!isPlain || others.length > 0 || transformation._tag === "Middleware") return bySchema(ast, options)
  const { decode } = transformation
  if (decode._tag !== "Transform") return bySchema(ast, options)
  const readEncoded = readerOf(to, options)
  const read = checked(ast, options)
  return (value) => {
    const encoded = readEncoded(value)
    return encoded === UNREAD ? UNREAD : read(decode.transform(encoded))
  }
}

const checked = (ast: SchemaAST.AST, options: SchemaAST.ParseOptions, shape: Shape = {}): DirectReader => {
  const read = unchecked(ast, options, shape)
  const { checks } = ast
  if (checks === undefined) return read
  return (value) => {
    const decoded = read(value)
    return decoded !== UNREAD && passes(checks, decoded, ast, options) ? decoded : UNREAD
  }
}

const readerOf = (ast: SchemaAST.AST, options: SchemaAST.ParseOptions, shape: Shape = {}): DirectReader =>
  ast.encoding === undefined ? checked(ast, options, shape) : ofTransformation(ast, ast.encoding, options)

/**
 * Reads valid values as a schema would, without its interpreter, which runs through ten times as much code: right after
 * a wait for the network that code has left the processor's caches, and each line of it counts.
 *
 * The schema stays the one truth: its own checks are run, whatever is not plain (dates, lists, most transformations) is
 * read by it, and where a value is not valid the answer is `UNREAD` and the schema says why.
 */
export const directReader = (schema: Known, options: SchemaAST.ParseOptions): DirectReader =>
  isClass(schema) ? ofClass(schema, options) : readerOf(schema.ast, options, { fields: schema.fields })

/** `Schema.decodeUnknownResult`, by way of a direct reader. */
export const decodeDirectly = <S extends Schema.Codec<unknown, unknown> & Known>(
  schema: S,
  options: SchemaAST.ParseOptions = {},
): ((input: unknown) => Result.Result<S["Type"], Schema.SchemaError>) => {
  const decode = Schema.decodeUnknownResult(schema, options)
  let read: DirectReader | undefined
  return (input) => {
    read ??= directReader(schema, options)
    const direct = read(input)
    return direct === UNREAD ? decode(input) : Result.succeed(direct as S["Type"])
  }
}
