/** A JSON object, as `JSON.parse` makes it. */
export interface JsonObject {
  [key: string]: unknown
}

const FORBIDDEN = new Set(["__proto__", "prototype", "constructor"])

/** `payment_details.amount`: up to 8 names, none of which reaches a prototype. */
export function isDottedPath(path: string): boolean {
  const names = path.split(".")
  return (
    names.length <= 8 && names.every((name) => name.length > 0 && name.length <= 64 && !FORBIDDEN.has(name))
  )
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Puts `value` at `path`; objects on the way are made where they are missing. */
export function setAt(target: JsonObject, path: string, value: unknown): void {
  const [holder, name] = walk(target, path)
  holder[name] = value
}

/** Takes away what is at `path`, if it is there. */
export function removeAt(target: JsonObject, path: string): void {
  const [holder, name] = walk(target, path)
  delete holder[name]
}

function walk(target: JsonObject, path: string): [JsonObject, string] {
  const names = path.split(".")
  const last = names.pop() ?? path
  let holder = target
  for (const name of names) {
    const next = Object.hasOwn(holder, name) ? holder[name] : undefined
    const child = isJsonObject(next) ? next : {}
    holder[name] = child
    holder = child
  }
  return [holder, last]
}
