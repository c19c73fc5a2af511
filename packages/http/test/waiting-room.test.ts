import { describe, expect, it } from "vitest"
import { NoRoom, WaitingRoom } from "../src/callbacks/waiting-room.js"
import { Deferred } from "./support/deferred.js"

/** Work that ends when it is told to. */
const work = (begun: Array<number>, id: number) => {
  const end = new Deferred<number>()
  return {
    run: () => {
      begun.push(id)
      return end.promise
    },
    end: () => end.resolve(id),
    fail: () => end.reject(new Error(`work ${id}`)),
  }
}

const turns = () => new Promise<void>((resolve) => setImmediate(resolve))

describe("a waiting room", () => {
  it("has so much work under way and no more, and takes the rest in turn", async () => {
    const room = new WaitingRoom(2, 2)
    const begun: Array<number> = []
    const [first, second, third, fourth] = [1, 2, 3, 4].map((id) => work(begun, id))
    const ends = [first, second, third, fourth].map((each) => each && room.enter(each.run))
    await turns()
    expect(begun).toEqual([1, 2])
    second?.end()
    await ends[1]
    await turns()
    expect(begun).toEqual([1, 2, 3])
    for (const each of [first, third, fourth]) each?.end()
    expect(await Promise.all(ends)).toEqual([1, 2, 3, 4])
  })

  it("refuses what would have to stand, and begins nothing of it", async () => {
    const room = new WaitingRoom(1, 1)
    const begun: Array<number> = []
    const [first, second, third] = [1, 2, 3].map((id) => work(begun, id))
    const ends = [first, second].map((each) => each && room.enter(each.run))
    await expect(room.enter(third?.run ?? Promise.reject)).rejects.toBeInstanceOf(NoRoom)
    first?.end()
    second?.end()
    await Promise.all(ends)
    expect(begun).toEqual([1, 2])
  })

  it("gives the place of work that failed to the next", async () => {
    const room = new WaitingRoom(1, 1)
    const begun: Array<number> = []
    const [first, second] = [1, 2].map((id) => work(begun, id))
    const failed = room.enter(first?.run ?? Promise.reject)
    const next = room.enter(second?.run ?? Promise.reject)
    first?.fail()
    await expect(failed).rejects.toThrow("work 1")
    second?.end()
    expect(await next).toBe(2)
    expect(await room.enter(() => Promise.resolve("empty again"))).toBe("empty again")
  })
})
