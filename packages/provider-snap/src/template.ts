/**
 * A JSON value in which a text of the form `{name}` stands for a value of the call, and `{name?}` for one that may be
 * absent: its key is then left out, and with it an object that would have nothing left but absent ones. A text with more
 * around a placeholder is filled in as text: `{clientId}01`. Settings of the merchant are `{settings.storeId}`, what a
 * payment's reference carries is `{attributes.contractId}`.
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

/** The values of a call, by placeholder. `undefined`: absent. */
export type TemplateValues = {
  readonly [name in Placeholder | `settings.${string}` | `attributes.${string}`]?: unknown
}

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

/** Whether a template holds one of these placeholders. */
export const uses = (template: Template, ...names: ReadonlyArray<string>): boolean => {
  const text = JSON.stringify(template)
  return names.some((name) => text.includes(`{${name}}`) || text.includes(`{${name}?}`))
}

const ABSENT = Symbol("absent")
type Filled = unknown | typeof ABSENT

/** Fills a text in. `onMissing` is told of every value that is needed and absent. */
const fillText = (template: string, values: TemplateValues, onMissing: (name: string) => void): Filled => {
  const valueNamed = (name: string) => (values as Readonly<Record<string, unknown>>)[name]
  const whole = WHOLE.exec(template)
  if (whole === null) {
    return template.replace(WITHIN, (_, name: string) => {
      const value = valueNamed(name)
      if (value === undefined) onMissing(name)
      return String(value)
    })
  }
  const [, name = "", isOptional] = whole
  const value = valueNamed(name)
  if (value !== undefined) return value
  if (isOptional === undefined) onMissing(name)
  return ABSENT
}

const fillValue = (template: Template, values: TemplateValues, onMissing: (name: string) => void): Filled => {
  if (typeof template === "string") return fillText(template, values, onMissing)
  if (typeof template !== "object" || template === null) return template
  if (Array.isArray(template)) {
    return template
      .map((inner: Template) => fillValue(inner, values, onMissing))
      .filter((inner) => inner !== ABSENT)
  }
  const filled: Record<string, unknown> = {}
  const entries = Object.entries(template)
  for (const [key, inner] of entries) {
    const value = fillValue(inner, values, onMissing)
    if (value !== ABSENT) filled[key] = value
  }
  return entries.length > 0 && Object.keys(filled).length === 0 ? ABSENT : filled
}

/** What became of a template: the value, and which values it lacked. */
export interface FilledTemplate {
  readonly value: unknown
  readonly missing: ReadonlyArray<string>
}

/** Fills a template with the values of a call. A template whose every value is absent gives an empty object. */
export const fill = (template: Template, values: TemplateValues): FilledTemplate => {
  const missing: Array<string> = []
  const value = fillValue(template, values, (name) => missing.push(name))
  return { value: value === ABSENT ? {} : value, missing }
}
