import type { QrisProvider } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import type { Database } from "../src/database/database.js"
import { makeFuse } from "./support/fuse.js"

test("a killed process begins nothing any more, also not what a time-out of it would begin", async () => {
  const done: Array<string> = []
  const does = (what: string) => Effect.sync(() => void done.push(what))
  const fuse = makeFuse()
  const decorated = () => ({
    provider: fuse.provider({ create: () => does("create") } as unknown as QrisProvider),
    database: fuse.database({ query: () => does("store") } as unknown as Database["Service"]),
  })
  const opening = ({ provider, database }: ReturnType<typeof decorated>) =>
    Effect.andThen(Effect.timeoutOption(provider.create({} as never), 1), database.query("select 1"))

  fuse.arm(2)
  const dead = Effect.runPromise(opening(decorated()).pipe(Effect.timeoutOption(50)))
  await fuse.killed()
  expect(fuse.isDead()).toBe(true)
  fuse.reset()
  await Effect.runPromise(opening(decorated()))
  await dead
  expect(done).toEqual(["create", "create", "store"])
})
