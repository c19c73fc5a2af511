import { remembered } from "./remembered.js"

/**
 * A JSON value in which a text of the form `{name}` stands for a value of the call, and `{name?}` for one that may be
 * absent: its key is then left out, and with it an object that would have nothing left but absent ones. A text with
 * more around a placeholder is filled in as text: `{clientId}01`. Settings of the merchant are `{settings.storeId}`,
 * what a payment's reference carries is `{attributes.contractId}`.
 */
export type Template =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<Template>
  | { readonly [key: string]: Template }

const OF_MERCHANT = ["clientId", "merchantId", "notificationUrl", "partnerId", "settings.NAME"] as const
const OF_REF = ["attributes.NAME", "externalId", "orderId", "paymentId"] as const

/** What placeholders can stand for, by what is filled in. Money is JSON of its own. */
const PLACEHOLDERS = {
  header: OF_MERCHANT,
  create: [
    "amount",
    "channel",
    "customer.email",
    "customer.name",
    "customer.phone",
    "description",
    "expiresAt",
    "expirySeconds",
    "externalId",
    "now",
    "orderId",
    ...OF_MERCHANT,
  ],
  inquire: [...OF_REF, ...OF_MERCHANT],
  cancel: [...OF_REF, "reason", ...OF_MERCHANT],
  refund: [...OF_REF, "reason", "refundAmount", "refundExternalId", ...OF_MERCHANT],
} as const

/** What a template is for. */
export type TemplateUse = keyof typeof PLACEHOLDERS
type Placeholder = Exclude<(typeof PLACEHOLDERS)[TemplateUse][number], `${string}.NAME`>

/** Values by placeholder. `undefined`: absent. `attributes`: those of a reference, by their names. */
export type TemplateValues = {
  readonly [name in Placeholder | `settings.${string}`]?: unknown
} & { readonly attributes?: Readonly<Record<string, string>> | undefined }

const WHOLE = /^\{([\w.]+)(\?)?\}$/
const WITHIN = /\{([\w.]+)\}/g

/** Whether a value can be a template: JSON, nested at most eight deep. */
export const isTemplate = (value: unknown, depth = 8): value is Template => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true
  if (typeof value === "number") return Number.isFinite(value)
  if (typeof value !== "object" || depth === 0) return false
  return (Array.isArray(value) ? value : Object.values(value)).every((inner) => isTemplate(inner, depth - 1))
}

const textIssue = (text: string, use: TemplateUse): string | undefined => {
  const known: ReadonlyArray<string> = PLACEHOLDERS[use]
  for (const [written, inner = ""] of text.matchAll(/\{([^{}]*)\}/g)) {
    const name = inner.replace(/\?$/, "")
    const family = name.replace(/^(settings|attributes)\.\w+$/, "$1.NAME")
    if (!known.includes(family)) {
      const names = known.map((one) => `{${one}}`).join(", ")
      return `holds the unknown placeholder ${written}; known here are ${names}, each with ? where it may be absent`
    }
    if (name !== inner && written !== text)
      return `holds ${written} within other text, which cannot be absent`
  }
  return undefined
}

/** What is wrong with a template's placeholders, and where. */
export const templateIssues = (
  template: Template,
  use: TemplateUse,
  path: ReadonlyArray<string> = [],
): ReadonlyArray<{ readonly path: ReadonlyArray<string>; readonly issue: string }> => {
  if (typeof template === "string") {
    const issue = textIssue(template, use)
    return issue === undefined ? [] : [{ path, issue }]
  }
  if (typeof template !== "object" || template === null) return []
  return Object.entries(template).flatMap(([key, inner]: [string, Template]) =>
    templateIssues(inner, use, [...path, key]),
  )
}

/** Names of the placeholders in a template, found once for each. */
export const namesIn = remembered((template: object): ReadonlySet<string> => {
  const text = JSON.stringify(template)
  return new Set([...text.matchAll(/\{([\w.]+)\??\}/g)].map(([, name = ""]) => name))
})

/** Whether a template holds one of these placeholders. */
export const uses = (template: Template, ...names: ReadonlyArray<string>): boolean =>
  typeof template === "object" && template !== null && names.some((name) => namesIn(template).has(name))

const ABSENT = Symbol("absent")
type Filled = unknown | typeof ABSENT

/** What a template is filled with. `missing` is told of every value that is needed and absent. */
interface Filling {
  /** Of the call. They go before the merchant's. */
  readonly values: TemplateValues
  readonly merchant: TemplateValues
  readonly missing: Array<string>
}

/** Fills in one part of a template. */
type Filler = (filling: Filling) => Filled

const valueNamed = ({ values, merchant }: Filling, name: string): unknown =>
  (values as Readonly<Record<string, unknown>>)[name] ?? (merchant as Readonly<Record<string, unknown>>)[name]

const ATTRIBUTE = /^attributes\.(\w+)$/

/** How the value of a placeholder is found. */
const finderOf = (name: string): ((filling: Filling) => unknown) => {
  const attribute = ATTRIBUTE.exec(name)?.[1]
  if (attribute === undefined) return (filling) => valueNamed(filling, name)
  return ({ values: { attributes } }) =>
    attributes !== undefined && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
}

const textFiller = (template: string): Filler => {
  const whole = WHOLE.exec(template)
  if (whole === null) {
    if (template.search(WITHIN) === -1) return () => template
    return (filling) =>
      template.replace(WITHIN, (_, name: string) => {
        const value = finderOf(name)(filling)
        if (value === undefined) filling.missing.push(name)
        return String(value)
      })
  }
  const [, name = "", isOptional] = whole
  const find = finderOf(name)
  return (filling) => {
    const value = find(filling)
    if (value !== undefined) return value
    if (isOptional === undefined) filling.missing.push(name)
    return ABSENT
  }
}

const fillerOf = (template: Template): Filler => {
  if (typeof template === "string") return textFiller(template)
  if (typeof template !== "object" || template === null) return () => template
  if (Array.isArray(template)) {
    const inner = template.map(fillerOf)
    return (filling) => inner.map((fill) => fill(filling)).filter((value) => value !== ABSENT)
  }
  const fields = Object.entries(template).map(([key, inner]) => [key, fillerOf(inner)] as const)
  return (filling) => {
    const filled: Record<string, unknown> = {}
    let isEmpty = fields.length > 0
    for (const [key, fill] of fields) {
      const value = fill(filling)
      if (value === ABSENT) continue
      filled[key] = value
      isEmpty = false
    }
    return isEmpty ? ABSENT : filled
  }
}

/** A profile's bodies are the same for every call, and for every account: each is looked through once. */
const bodyFiller = remembered((template: object) => fillerOf(template as Template))

/** What became of a template: the value, and which values it lacked. */
export interface FilledTemplate {
  readonly value: unknown
  readonly missing: ReadonlyArray<string>
}

/**
 * Fills a template with the values of a call and of its merchant. A template whose every value is absent gives an empty
 * object.
 */
export const fill = (
  template: Template,
  values: TemplateValues,
  merchant: TemplateValues = {},
): FilledTemplate => {
  const fillIn = typeof template === "object" && template !== null ? bodyFiller(template) : fillerOf(template)
  const missing: Array<string> = []
  const value = fillIn({ values, merchant, missing })
  return { value: value === ABSENT ? {} : value, missing }
}
