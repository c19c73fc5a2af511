import { printable } from "@qriskit/core/provider-kit"
import { UnusableDatabase } from "../failure.js"
import type { Driver, ScriptTransaction } from "./connected.js"
import type { PreparedStatement, Transaction } from "./database.js"
import { RESERVED_WORDS } from "./reserved-words.js"

/** The schema's name where nobody chose another one. Statements of ours are written with it. */
const SCHEMA = "qriskit"

/** Within names of PostgreSQL's 63 bytes there is room for what begins with it. */
const NAME = /^[a-z_][a-z0-9_]{0,31}$/

const complaintAbout = (name: unknown): string | undefined => {
  if (typeof name !== "string" || !NAME.test(name))
    return "may hold 1 to 32 small letters, digits and _, and begins with no digit"
  if (name.startsWith("pg_") || name === "information_schema" || name === "public")
    return "belongs to PostgreSQL or to everybody: payments need a schema of their own"
  return RESERVED_WORDS.has(name) ? "is a word of SQL's" : undefined
}

/** @throws UnusableDatabase where payments' schema cannot have this name */
export const checkedSchemaName = (name: unknown = SCHEMA): string => {
  const complaint = complaintAbout(name)
  if (complaint === undefined) return String(name)
  throw new UnusableDatabase({
    kind: "schema_name",
    description: `schema ${printable(String(name))} ${complaint}`,
  })
}

/** A number that is 0 for the default schema, and another one for each other name: added to keys of advisory locks. */
export const LOCK_OFFSET = `(hashtext('${SCHEMA}')::bigint - hashtext('qris' || 'kit')::bigint)`

/**
 * The schema's name, before a dot or alone, and what begins with it and _. Not in "qriskit: …", with
 * which messages begin.
 */
const OURS = /\bqriskit(?![a-z0-9:-])/g

/** Statements of ours are constants, or made of few parts. */
const REMEMBERED = 2_000

/** Writes our statements for a schema of another name, each once. */
const writingFor = (schema: string): ((text: string) => string) => {
  const written = new Map<string, string>()
  return (text) => {
    const known = written.get(text)
    if (known !== undefined) return known
    const own = text.replace(OURS, schema)
    if (written.size >= REMEMBERED) written.clear()
    written.set(text, own)
    return own
  }
}

const GIVEN = new WeakMap<Transaction, Transaction>()

/** The transaction as a user's handler gets it: what it sends is sent as it is. */
export const asGiven = (tx: Transaction): Transaction => GIVEN.get(tx) ?? tx

/**
 * A driver whose statements are in a schema of this name: everything that our own code sends is written for it here,
 * and nowhere else. What a user's code sends passes through `queryAsGiven` and `asGiven`, and is not touched.
 */
export const inSchema = <D extends Driver>(driver: D, schema: string): D => {
  if (schema === SCHEMA) return driver
  const write = writingFor(schema)
  const own = (statement: string | PreparedStatement): string | PreparedStatement =>
    typeof statement === "string"
      ? write(statement)
      : { name: write(statement.name), text: write(statement.text) }
  const ownTransaction = (tx: ScriptTransaction): ScriptTransaction => {
    const written: ScriptTransaction = {
      ...tx,
      query: (statement, values) => tx.query(own(statement), values),
      script: (text) => tx.script(write(text)),
    }
    GIVEN.set(written, tx)
    return written
  }
  const { listener } = driver
  return {
    ...driver,
    query: (statement, values) => driver.query(own(statement), values),
    queryAsGiven: (statement, values) => driver.query(statement, values),
    transact: (work, milliseconds, statementMillis) =>
      driver.transact((tx) => work(ownTransaction(tx)), milliseconds, statementMillis),
    ...(listener === undefined
      ? {}
      : {
          listener: () => {
            const listen = listener()
            return listen && ((channel, ...rest) => listen(write(channel), ...rest))
          },
        }),
  }
}
