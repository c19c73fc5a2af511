import pg from "pg"
import { UnusableDatabase } from "../failure.js"

/** Where a database is. */
export type Address =
  | { readonly kind: "server"; readonly url: string }
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "memory" }

const IN_MEMORY = "memory://"
const SERVER = /^postgres(ql)?:\/\//i

const wrong = (description: string): UnusableDatabase =>
  new UnusableDatabase({ kind: "address", description })

const LOOKS_LIKE = "it looks like postgres://user:password@host:5432/name"

/** What looks like the address of a server and is none. Read as a folder, it would start an empty database without a word. */
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

const serverAt = (url: string): Address => {
  let host: string
  try {
    // Not connected: the driver's own reading of the URL decides.
    host = new pg.Client({ connectionString: url }).host
  } catch {
    const list = /^[^/]*\/\/[^/?]*,/.test(url)
    throw wrong(
      list
        ? SEVERAL
        : `the PostgreSQL URL cannot be read; ${LOOKS_LIKE}. What is special in a password is written as %40 for @, %2F for /, and so on`,
    )
  }
  if (host.includes(",")) throw wrong(SEVERAL)
  return { kind: "server", url }
}

const SEVERAL =
  "the PostgreSQL URL names several hosts, which the driver does not try in turn; name one address that leads to the primary: the cluster's own (a managed database has one), a DNS name, or HAProxy or pgpool in front"

/** What a user's `database` means. Throws `UnusableDatabase` where it looks like an address and is none. */
export const addressOf = (database: string): Address => {
  if (SERVER.test(database) && database === database.trim()) return serverAt(database)
  if (database === IN_MEMORY) return { kind: "memory" }
  const mistake = MISTAKES.find(([pattern]) => pattern.test(database) && !isWindowsPath(database))
  if (mistake !== undefined) throw wrong(mistake[1])
  return { kind: "folder", folder: database }
}

const isWindowsPath = (text: string): boolean => /^[a-z]:[\\/]/i.test(text)
