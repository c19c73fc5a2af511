import { fork } from "node:child_process"
import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Contestant } from "../src/wire/contestant.js"
import { contestantsAt } from "../src/wire/contestants.js"

let contestants: ReadonlyArray<Contestant> = []
const server = fork(new URL("../dist/wire/server.js", import.meta.url))

beforeAll(async () => {
  const [port] = await once(server, "message")
  contestants = contestantsAt(Number(port))
})
afterAll(() => server.disconnect())

describe("the wire benchmark", () => {
  it("has a call of every contestant answered, so that nobody is measured failing", async () => {
    expect(contestants.length).toBeGreaterThanOrEqual(10)
    for (const { name, call } of contestants) {
      await expect(call(), name).resolves.toBeTruthy()
    }
  })
})
