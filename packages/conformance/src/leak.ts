import { inspect } from "node:util"

/** Shorter ones turn up in ordinary text by chance. */
const SHORTEST_SECRET = 4

/** A secret as it is, and as it commonly comes out on the other side of a log or a URL. */
const formsOf = (secret: string): ReadonlyArray<string> => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
  Buffer.from(secret).toString("hex"),
]

/** Whether a text holds one of the secrets, in any common form. */
export const holdsSecret = (text: string, secrets: Iterable<string>): boolean => {
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET && formsOf(secret).some((form) => text.includes(form))) return true
  }
  return false
}

const jsonOf = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ""
  } catch {
    // Cycles and bigints: what JSON cannot write, it cannot leak.
    return ""
  }
}

/** Everything that printing or logging a value can show: inspect to any depth with hidden properties, JSON, String. */
export const visibleTextOf = (value: unknown): string => {
  const texts = [inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }), jsonOf(value)]
  if (value instanceof Error) texts.push(value.message, String(value), value.stack ?? "")
  return texts.join("\n")
}
