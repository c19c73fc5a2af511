import { UnusableDatabase } from "../failure.js"

/** Where a database is. */
export type Address =
  | { readonly kind: "server"; readonly url: string }
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "memory" }

const IN_MEMORY = "memory://"
const SERVER = /^postgres(ql)?:\/\//i

export const wrongAddress = (description: string): UnusableDatabase =>
  new UnusableDatabase({ kind: "address", description })

export const LOOKS_LIKE = "it looks like postgres://user:password@host:5432/name"

/**
 * What looks like the address of a server and is none. Read as a folder, it would start an empty
 * database without a word.
 */
const MISTAKES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\s*$/, "its address is empty"],
  [/^\s|\s$/, "its address has white space around it; remove that"],
  [/^["'`]|["'`]$/, "its address has quotes around it; remove them"],
  [/^jdbc:/i, "its address is one for Java (jdbc:); leave that word out"],
  [/^[a-z][a-z0-9+.-]*:\/\//i, "its address must be a postgres:// URL, a folder, or memory://"],
  [
    /^(postgres(ql)?|pg|psql|mysql|mariadb|mongodb|sqlite|file|http|https):/i,
    `its address is no URL; ${LOOKS_LIKE}`,
  ],
  [/^[A-Z][A-Z0-9_]*=/, "its address begins with the name of a variable; give what stands behind the ="],
  [
    /(^|[\s;])(host|hostaddr|server|dbname|database|user id|user|port)\s*=/i,
    `its address is a list of words; ${LOOKS_LIKE}`,
  ],
  [/^[^/\\\s]+:[^/\\\s]+@[^/\\\s]+/, `its address has no postgres:// in front; ${LOOKS_LIKE}`],
  [/^[^/\\\s:]+:\d{2,5}(\/|$)/, `its address has no postgres:// in front; ${LOOKS_LIKE}`],
  [/[\0\n\r]/, "its address has a line end or a NUL in it"],
]

/** What a user's `database` means. Throws `UnusableDatabase` where it looks like an address and is none. */
export const addressOf = (database: string): Address => {
  if (SERVER.test(database) && database === database.trim()) return { kind: "server", url: database }
  if (database === IN_MEMORY) return { kind: "memory" }
  const mistake = MISTAKES.find(([pattern]) => pattern.test(database) && !isWindowsPath(database))
  if (mistake !== undefined) throw wrongAddress(mistake[1])
  return { kind: "folder", folder: database }
}

const isWindowsPath = (text: string): boolean => /^[a-z]:[\\/]/i.test(text)
