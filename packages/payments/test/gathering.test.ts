import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { type Gathering, gathering } from "../src/engine/gathering.js"

/** Writes down sets; whoever is in `poisonous` has its set refused. */
const notebook = (poisonous: ReadonlyArray<string> = [], most = 64) => {
  const sets: Array<ReadonlyArray<string>> = []
  const settings: Gathering<string, string, string, never> = {
    most,
    keyOf: (item) => item.slice(0, 1),
    isWorthSplitting: () => true,
    // As an embedded database does it: nothing else runs in this thread until it is written.
    write: (set) =>
      Effect.suspend(() => {
        sets.push(set)
        return set.some((item) => poisonous.includes(item))
          ? Effect.fail("refused")
          : Effect.succeed(set.map((item) => `${item} written`))
      }),
  }
  return { write: gathering(settings), sets }
}

/** A caller who turns up by itself: a callback of the event loop of its own, as an answer on a socket is. */
const turnsUp = <A>(effect: Effect.Effect<A, string>): Promise<A> =>
  new Promise((resolve, reject) => {
    setImmediate(() => Effect.runPromise(effect).then(resolve, reject))
  })

describe("what comes together is written together", () => {
  test("what has arrived by the same turn of the event loop is one set, though a write blocks the thread", async () => {
    const { write, sets } = notebook()
    const items = ["a", "b", "c", "d", "e"]
    const written = await Promise.all(items.map((item) => turnsUp(write(item))))
    expect(written).toEqual(items.map((item) => `${item} written`))
    expect(sets).toEqual([items])
  })

  test("what comes alone is written within the next turn", async () => {
    const { write, sets } = notebook()
    const turns: Array<number> = []
    for (const item of ["a", "b"]) {
      let turn = 0
      const count = (): void => {
        turn += 1
        counting = setImmediate(count)
      }
      let counting = setImmediate(count)
      await Effect.runPromise(write(item))
      clearImmediate(counting)
      turns.push(turn)
    }
    expect(sets).toEqual([["a"], ["b"]])
    expect(Math.max(...turns)).toBeLessThanOrEqual(3)
  })

  test("no set is larger than it may be, and nobody is left behind", async () => {
    const { write, sets } = notebook([], 2)
    await Promise.all(["a", "b", "c", "d", "e"].map((item) => turnsUp(write(item))))
    expect(sets.map((set) => set.length)).toEqual([2, 2, 1])
  })

  test("two with one key are never in the same set", async () => {
    const { write, sets } = notebook()
    await Promise.all(["a1", "b1", "a2"].map((item) => turnsUp(write(item))))
    expect(sets).toEqual([["a1", "b1"], ["a2"]])
  })

  test("a set that is refused is written one by one: a poisonous one fails alone", async () => {
    const { write, sets } = notebook(["b"])
    const results = await Promise.allSettled(["a", "b", "c"].map((item) => turnsUp(write(item))))
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"])
    expect(sets).toEqual([["a", "b", "c"], ["a"], ["b"], ["c"]])
    expect(write.waiting()).toBe(0)
  })
})
