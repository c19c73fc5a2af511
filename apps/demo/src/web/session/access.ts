import { createHash, randomBytes } from "node:crypto"
import * as Schema from "effect/Schema"
import type { Till } from "../till/till.js"
import { hashPassword, isPassword, newPassword } from "./password.js"
import { Watchers } from "./watchers.js"

/** A working day. */
export const SESSION_MILLIS = 12 * 60 * 60_000

/** How often a session that somebody relies on is looked at, should no word of its end arrive, in milliseconds. */
const LOOK_AGAIN = 30_000

/** Where processes tell each other which sessions ended: by the hash of their token. */
const CHANNEL = "demo_session_over"

/**
 * Makes the tables of passwords and sessions in the payments' database. Processes that start together take turns. A
 * session names the password that it began with, so that another one ends it in the moment in which it is stored.
 */
const TABLES = `do $$ begin
  perform pg_advisory_xact_lock(7164912035);
  create schema if not exists demo;
  drop table if exists demo.session, demo.password;
  create table if not exists demo.seat_password (seat text primary key, hash text not null);
  create table if not exists demo.seat_session (token_hash text primary key, seat text not null, password_hash text not null,
    ends_at timestamptz not null);
end $$`

const INSERT = "insert into demo.seat_password (seat, hash) values ($1, $2) on conflict (seat)"

/** Ends sessions, and tells every process of each. */
const endThose = (which: string): string =>
  `with gone as (delete from demo.seat_session as s where ${which} returning token_hash)
   select token_hash, pg_notify('${CHANNEL}', token_hash)::text as told from gone`

const OPEN = `select s.seat, extract(epoch from s.ends_at - now())::float8 * 1000 as left
from demo.seat_session as s join demo.seat_password as p on p.seat = s.seat and p.hash = s.password_hash
where s.token_hash = $1 and s.ends_at > now()`

const decodeHash = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ hash: Schema.String })))
const decodeGone = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ token_hash: Schema.String })))

const Session = Schema.Struct({
  /** Where somebody signed in. */
  seat: Schema.String,
  /** How long it lasts yet, in milliseconds. */
  left: Schema.Finite,
})
/** A session that lasts. */
export type Session = typeof Session.Type
const decodeSessions = Schema.decodeUnknownSync(Schema.Array(Session))

/** A token is as secret as a password, and is stored the same way: not at all. It is random, so a plain hash does. */
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex")

/** What becomes of a session that somebody relies on. One of them is called, once. */
export interface Watch {
  /** It has ended. */
  over(): void
  /** Nobody can say whether it lasts: the database is away. */
  lost(): void
}

/** Who may sit where: whoever knows a seat's password, for as long as a session lasts. */
export class Access {
  readonly #till: Pick<Till, "query" | "listen">
  readonly #endings = new Watchers()

  constructor(till: Pick<Till, "query" | "listen">) {
    this.#till = till
    till.listen(CHANNEL, (hash) => this.#endings.wake(hash))
  }

  /**
   * Makes the tables, and sees to it that a seat has a password. Another one than before ends the seat's sessions.
   *
   * @param password the one that is set; absent: the stored one stays, or one is made up
   * @returns the password that was made up, to be printed once
   */
  async prepare(seat: string, password: string | undefined): Promise<string | undefined> {
    await this.#till.query(TABLES)
    const stored = await this.#stored(seat)
    if (password === undefined) return stored === undefined ? this.#makeUp(seat) : undefined
    if (stored !== undefined && (await isPassword(password, stored))) return undefined
    await this.#till.query(`${INSERT} do update set hash = excluded.hash`, [
      seat,
      await hashPassword(password),
    ])
    await this.#end(
      "not exists (select from demo.seat_password as p where p.seat = s.seat and p.hash = s.password_hash)",
    )
    return undefined
  }

  /** Of processes that start together, one makes it up. */
  async #makeUp(seat: string): Promise<string | undefined> {
    const password = newPassword()
    const made = await this.#till.query(`${INSERT} do nothing returning seat`, [
      seat,
      await hashPassword(password),
    ])
    return made.length > 0 ? password : undefined
  }

  /** A new session's token, or `undefined` for a wrong password. */
  async begin(seat: string, password: string): Promise<string | undefined> {
    const stored = await this.#stored(seat)
    if (stored === undefined || !(await isPassword(password, stored))) return undefined
    const token = randomBytes(32).toString("base64url")
    await this.#till.query("delete from demo.seat_session where ends_at < now()")
    await this.#till.query(
      "insert into demo.seat_session (token_hash, seat, password_hash, ends_at) values ($1, $2, $3, now() + $4::interval)",
      [hashOf(token), seat, stored, `${SESSION_MILLIS} milliseconds`],
    )
    return token
  }

  /** The session of a token; `undefined` where there is none, or where it is over. */
  async session(token: string): Promise<Session | undefined> {
    return decodeSessions(await this.#till.query(OPEN, [hashOf(token)]))[0]
  }

  /** Signs out. */
  async end(token: string): Promise<void> {
    await this.#end("token_hash = $1", [hashOf(token)])
  }

  /**
   * Tells as soon as a session has ended, in whichever process: signed out, another password, its time over. Returns
   * what ends the watch.
   */
  watch(token: string, { over, lost }: Watch): () => void {
    let timer: NodeJS.Timeout | undefined
    let isWatching = true
    const stop = (): void => {
      isWatching = false
      clearTimeout(timer)
      unwatch()
    }
    const unlessStopped = (then: () => void) => (): void => {
      if (!isWatching) return
      stop()
      then()
    }
    const look = async (): Promise<void> => {
      const session = await this.session(token)
      if (session === undefined) return unlessStopped(over)()
      clearTimeout(timer)
      if (isWatching) timer = setTimeout(lookAgain, Math.min(session.left, LOOK_AGAIN))
    }
    const lookAgain = (): void => void look().catch(unlessStopped(lost))
    // First to be told, then to look: an end in between is not missed.
    const unwatch = this.#endings.watch(hashOf(token), lookAgain)
    lookAgain()
    return stop
  }

  /** This process is told by itself: a listener's connection may be broken, and an embedded database has none. */
  async #end(which: string, values: ReadonlyArray<unknown> = []): Promise<void> {
    const gone = decodeGone(await this.#till.query(endThose(which), values))
    for (const { token_hash: hash } of gone) this.#endings.wake(hash)
  }

  async #stored(seat: string): Promise<string | undefined> {
    return decodeHash(
      await this.#till.query("select hash from demo.seat_password where seat = $1", [seat]),
    )[0]?.hash
  }
}
