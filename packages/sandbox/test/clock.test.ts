import { expect, test } from "vitest"
import { Clock } from "../src/clock.js"
import { startSandbox } from "../src/index.js"
import { ifortepayClient } from "./ifortepay-client.js"

const START = new Date("2026-04-07T03:00:00.000Z")
const after = (ms: number) => new Date(START.getTime() + ms)

function record(clock: Clock) {
  const events: [string, number][] = []
  const note = (name: string) => async () => void events.push([name, clock.now().getTime() - START.getTime()])
  return { events, note }
}

test("a manual clock stands still", () => {
  const clock = new Clock("manual", START)
  expect(clock.now()).toEqual(START)
})

test("moving the clock runs what is due in the order of its times, each at its own time", async () => {
  const clock = new Clock("manual", START)
  const { events, note } = record(clock)
  clock.schedule(after(30), note("third"))
  clock.schedule(after(10), note("first"))
  clock.schedule(after(10), note("second"))
  clock.schedule(after(41), note("later"))
  await clock.advance(40)
  expect(events).toEqual([
    ["first", 10],
    ["second", 10],
    ["third", 30],
  ])
  expect(clock.now()).toEqual(after(40))
})

test("what a task schedules runs in the same move when it is due", async () => {
  const clock = new Clock("manual", START)
  const { events, note } = record(clock)
  clock.schedule(after(10), async () => void clock.schedule(after(20), note("child")))
  await clock.advance(20)
  expect(events).toEqual([["child", 20]])
})

test("a task is awaited before the next one starts", async () => {
  const clock = new Clock("manual", START)
  const { events, note } = record(clock)
  clock.schedule(after(10), async () => {
    await new Promise((resolve) => setImmediate(resolve))
    await note("slow")()
  })
  clock.schedule(after(11), note("next"))
  await clock.advance(20)
  expect(events).toEqual([
    ["slow", 10],
    ["next", 11],
  ])
})

test("two moves at once happen one after the other", async () => {
  const clock = new Clock("manual", START)
  await Promise.all([clock.advance(10), clock.advance(10)])
  expect(clock.now()).toEqual(after(20))
})

test("a task that was taken off does not run", async () => {
  const clock = new Clock("manual", START)
  const { events, note } = record(clock)
  const takeOff = clock.schedule(after(10), note("never"))
  takeOff()
  await clock.advance(20)
  expect(events).toEqual([])
})

test("the clock does not go back, nor beyond four-digit years", async () => {
  const clock = new Clock("manual", START)
  await expect(clock.moveTo(after(-1))).rejects.toMatchObject({ code: "refused" })
  await expect(clock.moveTo(new Date(8.64e15))).rejects.toMatchObject({ code: "invalid_input" })
  expect(clock.now()).toEqual(START)
})

test("a reset in the middle of a move ends the move", async () => {
  const clock = new Clock("manual", START)
  clock.schedule(after(10), async () => clock.reset())
  await clock.advance(20)
  expect(clock.now()).toEqual(START)
})

test("a real clock runs what is due by itself and cannot be moved", async () => {
  const clock = new Clock("real", START)
  const ran = new Promise<void>((resolve) => {
    clock.schedule(new Date(Date.now() + 5), async () => resolve())
  })
  await ran
  await expect(clock.advance(1)).rejects.toMatchObject({ code: "clock_is_real" })
})

test("a real sandbox tells real time and refuses to move it", async () => {
  await using sandbox = await startSandbox()
  expect(Math.abs((await sandbox.control.now()).getTime() - Date.now())).toBeLessThan(1_000)
  await expect(sandbox.control.advance(1)).rejects.toMatchObject({ code: "clock_is_real" })
})

test("setting the time lets everything up to it expire", async () => {
  await using sandbox = await startSandbox({ clock: "manual", startAt: START })
  const client = ifortepayClient(sandbox)
  const { transaction_id } = (await client.create()).body
  await sandbox.control.setTime(after(15 * 60_000 - 1))
  expect((await sandbox.control.payment(transaction_id)).status).toBe("pending")
  await sandbox.control.setTime(after(15 * 60_000))
  const expired = await sandbox.control.payment(transaction_id)
  expect(expired.status).toBe("expired")
  expect(expired.history.at(-1)).toEqual({ at: after(15 * 60_000), event: "expired" })
})
