import type { Route } from "./wire.js"

/** A route that a request meets, and the id in its path. */
export interface MetRoute {
  readonly route: Route
  readonly id: string
}

/** The route for a request; `"method"` where the path is known under another method only. */
export function findRoute(
  routes: ReadonlyArray<Route>,
  method: string,
  path: string,
): MetRoute | "method" | undefined {
  const met = routes.flatMap((route) => {
    const id = idIn(route.path, path)
    return id === undefined ? [] : [{ route, id }]
  })
  return met.find(({ route }) => route.method === method) ?? (met.length > 0 ? "method" : undefined)
}

/** The id that `path` has where `pattern` has `{id}`; undefined where the path is another one. */
function idIn(pattern: string, path: string): string | undefined {
  const [before = "", after] = pattern.split("{id}")
  if (after === undefined) return pattern === path ? "" : undefined
  const isMeant =
    path.startsWith(before) && path.endsWith(after) && path.length > before.length + after.length
  const segment = isMeant ? path.slice(before.length, path.length - after.length) : ""
  return segment === "" || segment.includes("/") ? undefined : decoded(segment)
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
