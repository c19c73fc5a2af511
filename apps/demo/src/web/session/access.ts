import { createHash, randomBytes } from "node:crypto"
import * as Schema from "effect/Schema"
import type { Till } from "../till/till.js"
import { hashPassword, isPassword, newPassword } from "./password.js"

/** A working day. */
export const SESSION_MILLIS = 12 * 60 * 60_000

/** Makes the tables of passwords and sessions in the payments' database. Processes that start together take turns. */
const TABLES = `do $$ begin
  perform pg_advisory_xact_lock(7164912035);
  create schema if not exists demo;
  create table if not exists demo.password (is_only boolean primary key default true check (is_only), hash text not null);
  create table if not exists demo.session (token_hash text primary key, ends_at timestamptz not null);
end $$`

const INSERT = "insert into demo.password (hash) values ($1) on conflict (is_only)"

const decodeHash = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ hash: Schema.String })))

/** A token is as secret as a password, and is stored the same way: not at all. It is random, so a plain hash does. */
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex")

/** Who may use the cashier and the books: whoever knows the one password, for as long as a session lasts. */
export class Access {
  readonly #till: Pick<Till, "query">

  constructor(till: Pick<Till, "query">) {
    this.#till = till
  }

  /**
   * Makes the tables, and sees to it that there is a password. Another one than before ends every session.
   *
   * @param password the one that is set; absent: the stored one stays, or one is made up
   * @returns the password that was made up, to be printed once
   */
  async prepare(password: string | undefined): Promise<string | undefined> {
    await this.#till.query(TABLES)
    const stored = await this.#stored()
    if (password === undefined) return stored === undefined ? this.#makeUp() : undefined
    if (stored !== undefined && (await isPassword(password, stored))) return undefined
    await this.#till.query("delete from demo.session")
    await this.#till.query(`${INSERT} do update set hash = excluded.hash`, [await hashPassword(password)])
    return undefined
  }

  /** Of processes that start together, one makes it up. */
  async #makeUp(): Promise<string | undefined> {
    const password = newPassword()
    const made = await this.#till.query(`${INSERT} do nothing returning is_only`, [
      await hashPassword(password),
    ])
    return made.length > 0 ? password : undefined
  }

  /** A new session's token, or `undefined` for a wrong password. */
  async begin(password: string): Promise<string | undefined> {
    const stored = await this.#stored()
    if (stored === undefined || !(await isPassword(password, stored))) return undefined
    const token = randomBytes(32).toString("base64url")
    await this.#till.query("delete from demo.session where ends_at < now()")
    await this.#till.query("insert into demo.session (token_hash, ends_at) values ($1, $2)", [
      hashOf(token),
      new Date(Date.now() + SESSION_MILLIS).toISOString(),
    ])
    return token
  }

  /** Whether a token is that of a session that lasts. */
  async isOpen(token: string): Promise<boolean> {
    const rows = await this.#till.query(
      "select 1 as found from demo.session where token_hash = $1 and ends_at > now()",
      [hashOf(token)],
    )
    return rows.length > 0
  }

  async end(token: string): Promise<void> {
    await this.#till.query("delete from demo.session where token_hash = $1", [hashOf(token)])
  }

  async #stored(): Promise<string | undefined> {
    return decodeHash(await this.#till.query("select hash from demo.password"))[0]?.hash
  }
}
