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

/** What placeholders can stand for. Money and lists are JSON of their own. */
export const PLACEHOLDERS = [
  "amount",
  "clientId",
  "customer.email",
  "customer.name",
  "customer.phone",
  "description",
  "expiresAt",
  "expirySeconds",
  "externalId",
  "merchantId",
  "notificationUrl",
  "orderId",
  "partnerId",
  "paymentId",
  "reason",
  "refundAmount",
  "refundExternalId",
] as const
type Placeholder = (typeof PLACEHOLDERS)[number]

/** The values of a call, by placeholder. `undefined`: absent. */
export type TemplateValues = {
  readonly [name in Placeholder | `settings.${string}` | `attributes.${string}`]?: unknown
}

const WHOLE = /^\{([\w.]+)(\?)?\}$/
const WITHIN = /\{([\w.]+)\}/g

const KNOWN: ReadonlySet<string> = new Set(PLACEHOLDERS)

const isKnown = (name: string): boolean => KNOWN.has(name) || /^(settings|attributes)\.\w+$/.test(name)

const isKnownText = (text: string): boolean =>
  [...text.matchAll(/\{([^{}]*)\}/g)].every(([, inner = ""]) => isKnown(inner.replace(/\?$/, "")))

/** Whether a value is a template: JSON, nested at most eight deep, whose placeholders are all known. */
export const isTemplate = (value: unknown, depth = 8): value is Template => {
  if (value === null || typeof value === "boolean") return true
  if (typeof value === "number") return Number.isFinite(value)
  if (typeof value === "string") return isKnownText(value)
  if (typeof value !== "object" || depth === 0) return false
  return (Array.isArray(value) ? value : Object.values(value)).every((inner) => isTemplate(inner, depth - 1))
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
