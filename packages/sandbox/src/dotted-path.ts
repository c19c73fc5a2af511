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

/** Puts `value` at `path`; objects on the way are made where they are missing. A number leads into a list. */
export function setAt(target: JsonObject, path: string, value: unknown): void {
  const [names, last] = split(path)
  let holder = target
  for (const name of names) {
    const child = childOf(holder, name) ?? {}
    holder[name] = child
    holder = child
  }
  holder[last] = value
}

/** Takes away what is at `path`, if it is there. */
export function removeAt(target: JsonObject, path: string): void {
  const [names, last] = split(path)
  let holder: JsonObject | undefined = target
  for (const name of names) holder = holder && childOf(holder, name)
  if (holder !== undefined) delete holder[last]
}

function split(path: string): [names: ReadonlyArray<string>, last: string] {
  const names = path.split(".")
  return [names.slice(0, -1), names.at(-1) ?? path]
}

function childOf(holder: JsonObject, name: string): JsonObject | undefined {
  const child = Object.hasOwn(holder, name) ? holder[name] : undefined
  return isHolder(child) ? child : undefined
}

/** An object, or a list: a number is a name in it. */
function isHolder(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null
}
