/** Lets work go on behind the answer. */
export type WaitUntil = (work: Promise<unknown>) => unknown

const methodOf = (
  owner: unknown,
  name: string,
): ((...args: ReadonlyArray<unknown>) => unknown) | undefined => {
  const found: unknown = typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined
  return typeof found === "function" ? (...args) => Reflect.apply(found, owner, args) : undefined
}

const textAt = (owner: unknown, name: string): string | undefined => {
  const found: unknown = typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined
  return typeof found === "string" ? found : undefined
}

/** The caller's address as Bun's server or Deno's information about a request say it. */
export const callerOn = (platform: ReadonlyArray<unknown>, request: Request): string | undefined => {
  for (const given of platform) {
    const address =
      textAt(methodOf(given, "requestIP")?.(request), "address") ??
      textAt(
        typeof given === "object" && given !== null ? Reflect.get(given, "remoteAddr") : undefined,
        "hostname",
      )
    if (address !== undefined) return address
  }
  return undefined
}

/** `waitUntil` of a context that was handed over beside the request, as Workers do. */
export const waitUntilOn = (platform: ReadonlyArray<unknown>): WaitUntil | undefined => {
  for (const given of platform) {
    const waitUntil = methodOf(given, "waitUntil")
    if (waitUntil !== undefined) return waitUntil
  }
  return undefined
}
