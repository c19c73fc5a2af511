import satisfies from "spdx-satisfies"

/**
 * Licences that ask nothing of whoever uses a package but to name its authors, as SPDX calls them. MPL-2.0 also asks
 * whoever changes its own files to publish them; it comes with vitest only.
 */
export const ALLOWED: ReadonlyArray<string> = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MPL-2.0",
]

/** Whether a licence is allowed, or one of those that it leaves to choose. A text that SPDX does not know is not. */
export const isAllowed = (licence: string): boolean => {
  try {
    return satisfies(licence, [...ALLOWED])
  } catch {
    return false
  }
}

/** The licence that a manifest names, in today's form or an older one. Empty where it names none. */
export const licenceIn = (manifest: Readonly<Record<string, unknown>>): string => {
  const { license = manifest["licenses"] } = manifest
  const [first, ...others] = Array.isArray(license) ? license : [license]
  if (others.length > 0)
    return `(${[first, ...others].map((one) => licenceIn({ license: one })).join(" OR ")})`
  if (typeof first === "string") return first
  return typeof first === "object" && first !== null && "type" in first ? String(first.type) : ""
}
