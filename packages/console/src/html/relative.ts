/**
 * The address of a page, seen from any other: all pages lie in one folder, so that addresses hold wherever the
 * console is mounted and whatever a proxy makes of its path. What belongs to nobody's folder (keys, accounts)
 * goes into the query.
 */
export const addressOf = (page: string, query: Readonly<Record<string, string | undefined>> = {}): string => {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, value] as [string, string]],
  )
  return set.length === 0 ? page : `${page}?${new URLSearchParams(set)}`
}
