import type { NotificationReply } from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { describe, expect, it } from "vitest"
import type { Addressee } from "../src/callbacks/addressee.js"
import { BoundedLog } from "../src/callbacks/bounded-log.js"
import { ACCEPTED } from "../src/callbacks/callback-taker.js"
import { Reception } from "../src/callbacks/reception.js"
import type { QrisClient } from "../src/clients/qris-client.js"
import { Deferred } from "./support/deferred.js"

const zipay: QrisClient = createZipay({
  userId: "u",
  password: "pass",
  merchantId: "3",
  merchantKey: "key-key",
})

const request = {
  headers: { "content-type": "application/json", "content-length": "2" },
  path: "/webhooks/qris/zipay/toko-1",
  bytes: () => Buffer.from("{}"),
}

const reception = (lines: Array<string> = []) => {
  const keep = (line: string) => void lines.push(line)
  const taker = { take: () => Promise.resolve(ACCEPTED) }
  return new Reception(taker, 100, { debug: keep, warn: keep, error: keep })
}

const toko = (client: () => Promise<QrisClient>): Addressee => ({
  providerId: "zipay",
  account: "toko-1",
  below: [],
  client,
})

describe("a reception of many accounts", () => {
  it("that closes answers whoever waits for an account, and looks up no more", async () => {
    const never = new Deferred<QrisClient>()
    const here = reception()
    const waiting = here.receive(
      toko(() => never.promise),
      request,
    )
    const closing = here.close()
    let asked = 0
    const late = await here.receive(
      toko(() => {
        asked += 1
        return Promise.resolve(zipay)
      }),
      request,
    )
    expect(late).toMatchObject({ status: 503, body: '{"outcome":"closing"}' })
    expect(asked).toBe(0)
    expect(here.giveUp()).toBe(1)
    expect((await waiting).status).toBe(503)
    never.resolve(zipay)
    await closing
  })

  it("whose lookup breaks in a way that nobody foresaw answers 500, without a word of why", async () => {
    const lines: Array<string> = []
    const broken = () => Promise.reject(new Error("password of the platform's database"))
    const answer: NotificationReply = await reception(lines).receive(toko(broken), request)
    expect(answer).toMatchObject({ status: 500, body: '{"outcome":"failed"}' })
    expect(lines).toEqual(["A callback of zipay was answered as failed: its account could not be looked up."])
  })

  it("names the account of what it took", async () => {
    const lines: Array<string> = []
    const answer = await reception(lines).receive(
      toko(() => Promise.resolve(zipay)),
      request,
    )
    expect(answer.status).toBe(200)
    expect(lines).toEqual(["A callback of zipay, account toko-1 was accepted."])
  })
})

it("a bounded log writes so many lines of a subject in a minute, and then how many it kept", () => {
  let now = 0
  const lines: Array<string> = []
  const log = new BoundedLog(
    { warn: (line) => void lines.push(`warn ${line}`), error: (line) => void lines.push(`error ${line}`) },
    () => now,
  )
  for (let index = 0; index < 30; index += 1) log.warn("zipay", `line ${index}`)
  log.error("zipay", "one more")
  log.error("xendit", "another subject's")
  expect(lines).toHaveLength(22)
  expect(lines.at(-2)).toContain("zipay: more than 20 warnings in a minute")
  expect(lines.at(-1)).toBe("error another subject's")
  now = 60_000
  log.error("zipay", "a minute later")
  expect(lines.slice(-2)).toEqual(["warn zipay: 11 more warnings were not written.", "error a minute later"])
})
