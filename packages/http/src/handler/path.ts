const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/**
 * The segments of a request's path below a base, decoded; empty ones are left out, so that a slash at the end does no
 * harm. `undefined` for a path that is not below it, or that cannot be decoded.
 */
export const segmentsBelow = (basePath: string, { pathname }: URL): ReadonlyArray<string> | undefined => {
  if (!pathname.startsWith(`${basePath}/`)) return undefined
  const segments = pathname
    .slice(basePath.length)
    .split("/")
    .filter((segment) => segment !== "")
    .map(decoded)
  return segments.every((segment) => segment !== undefined) ? segments : undefined
}
