import { describe, expect, it } from "vitest"
import { HandledOnce } from "../src/events/handled-once.js"

/** Work that counts how often it was done. */
const counted = (failure?: Error) => {
  const calls = { count: 0 }
  const work = async () => {
    calls.count += 1
    if (failure !== undefined) throw failure
  }
  return { calls, work }
}

describe("work that is handled once", () => {
  it("is not done again, nor twice at once", async () => {
    const once = new HandledOnce(10)
    const { calls, work } = counted()
    await Promise.all([once.once("a", work), once.once("a", work)])
    await once.once("a", work)
    expect(calls.count).toBe(1)
    expect(once.has("a")).toBe(true)
    expect(once.has("b")).toBe(false)
  })

  it("that fails fails for everybody who waited, and is done again when it comes again", async () => {
    const once = new HandledOnce(10)
    const failing = counted(new Error("closed"))
    const answers = await Promise.allSettled([once.once("a", failing.work), once.once("a", failing.work)])
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    expect(failing.calls.count).toBe(1)
    expect(once.has("a")).toBe(false)
    const { calls, work } = counted()
    await once.once("a", work)
    expect(calls.count).toBe(1)
  })

  it("that throws before it is a promise is no different", async () => {
    const once = new HandledOnce(10)
    const work = () => {
      throw new Error("closed")
    }
    await expect(once.once("a", work)).rejects.toThrow("closed")
    await expect(once.once("a", work)).rejects.toThrow("closed")
  })

  it("is forgotten, the oldest first, where there is too much of it", async () => {
    const once = new HandledOnce(2)
    const { calls, work } = counted()
    for (const key of ["a", "b", "c", "d"]) await once.once(key, work)
    expect(["a", "b", "c", "d"].map((key) => once.has(key))).toEqual([false, false, true, true])
    await once.once("a", work)
    expect(calls.count).toBe(5)
  })

  it("is remembered at least as often as was asked for, however much came before", async () => {
    const once = new HandledOnce(3)
    const { work } = counted()
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`)
    for (const [index, key] of keys.entries()) {
      await once.once(key, work)
      const latest = keys.slice(Math.max(0, index - 2), index + 1)
      expect(latest.filter((each) => !once.has(each))).toEqual([])
    }
  })
})
