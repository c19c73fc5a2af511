import * as Schema from "effect/Schema"
import type { Till } from "./till.js"

const TABLE = `do $$ begin
  perform pg_advisory_xact_lock(7164912035);
  create schema if not exists demo;
  create table if not exists demo.stage (is_only boolean primary key default true check (is_only), is_play boolean not null);
end $$`

const decodeStage = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ is_play: Schema.Boolean })))

/** Books of play money are opened for real money, or the other way round. */
export class WrongBooks extends Error {
  override readonly name = "WrongBooks"

  constructor(isPlay: boolean) {
    super(
      isPlay
        ? "these books hold real money, and the acquirers are the sandbox. Set DATABASE_URL to other books."
        : "these books hold the sandbox's play money, and the acquirers are real. Set DATABASE_URL to other books.",
    )
  }
}

/**
 * Notes in new books whose money they hold; refuses those of the other kind, so that the two never add up. Rejects
 * with `WrongBooks`.
 */
export const claimBooks = async (till: Pick<Till, "query">, isPlay: boolean): Promise<void> => {
  await till.query(TABLE)
  await till.query("insert into demo.stage (is_play) values ($1) on conflict do nothing", [isPlay])
  const [stage] = decodeStage(await till.query("select is_play from demo.stage"))
  if (stage?.is_play !== isPlay) throw new WrongBooks(isPlay)
}
