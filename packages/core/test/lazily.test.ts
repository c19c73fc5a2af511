import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { lazily } from "../src/provider-kit.js"

const counted = () => {
  let times = 0
  const object = lazily({ id: "contoh", secretly: () => "no" }, "made", () => {
    times += 1
    return { times }
  })
  return { object, times: () => times }
}

describe("a property that is made when it is asked for", () => {
  it("is made then, and once", () => {
    const { object, times } = counted()
    expect(times()).toBe(0)
    expect(Object.keys(object)).toEqual(["id", "secretly", "made"])
    expect("made" in object).toBe(true)
    expect(times()).toBe(0)
    expect(object.made).toEqual({ times: 1 })
    expect(object.made).toBe(object.made)
    expect(times()).toBe(1)
  })

  it("is a property like any other of a copy", () => {
    const { object, times } = counted()
    const copy = { ...object, id: "copy" }
    expect(copy.made).toBe(object.made)
    expect(times()).toBe(1)
    expect(Reflect.ownKeys(copy)).toEqual(["id", "secretly", "made"])
    expect(Object.getOwnPropertyDescriptor(copy, "made")).toHaveProperty("value")
  })

  it("is there behind a proxy and an heir, and where the object may not be changed", () => {
    const { object } = counted()
    expect(new Proxy(object, {}).made).toEqual({ times: 1 })
    expect(Object.create(counted().object).made).toEqual({ times: 1 })
    expect(Object.freeze(counted().object).made).toEqual({ times: 1 })
  })

  it("can be replaced, as a test does", () => {
    const { object, times } = counted()
    Object.assign(object, { made: "another" })
    expect(object.made).toBe("another")
    Object.defineProperty(object, "made", { value: "a third" })
    expect(object.made).toBe("a third")
    expect(times()).toBe(0)
  })

  it("is not made by looking at it", () => {
    const { object, times } = counted()
    inspect(object, { showHidden: true, depth: null })
    expect(times()).toBe(0)
  })
})
