import { setTimeout } from "node:timers/promises"
import { ifortepayCallback } from "../webhook/callbacks.js"
import { idsOf } from "../webhook/merchant.js"
import type { Reply, Request, Setup } from "./messages.js"
import { plainShop } from "./plain-shop.js"
import { qriskitShop } from "./qriskit-shop.js"

// One shop in a process of its own.

const SHOPS = { qriskit: qriskitShop, plain: plainShop } as const
const MEGABYTE = 1_048_576

const say = (reply: Reply): void => void process.send?.(reply)
const keyOf = (number: number): string => `order-${number}`

// The only sender is life-bench.ts.
const setup: Setup = JSON.parse(process.argv[2] ?? "")
const begun = new Map<string, number>()
const latencies: Array<number> = []
let times = 0
const shop = await SHOPS[setup.kind](setup, (key) => {
  times += 1
  const from = begun.get(key)
  if (from !== undefined) latencies.push(performance.now() - from)
  say({ is: "handled", times })
})

const atOnce = async (
  from: number,
  to: number,
  callers: number,
  call: (number: number) => Promise<unknown>,
): Promise<void> => {
  let next = from
  const began = performance.now()
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < to) await call(next++)
    }),
  )
  say({ is: "done", millis: performance.now() - began })
}

const receive = (number: number) => shop.receive(ifortepayCallback(idsOf(keyOf(number))))

const pace = async (from: number, to: number, perSecond: number): Promise<void> => {
  const began = performance.now()
  latencies.length = 0
  for (let number = from; number < to; number++) {
    const due = began + ((number - from) * 1_000) / perSecond
    const early = due - performance.now()
    if (early > 0) await setTimeout(early)
    begun.set(keyOf(number), performance.now())
    void receive(number)
  }
  while (latencies.length < to - from) await setTimeout(20)
  say({ is: "paced", latencies })
}

process.on("message", (request: Request) => {
  switch (request.do) {
    case "open":
      return void atOnce(request.from, request.to, request.callers, (number) => shop.open(keyOf(number)))
    case "receive":
      return void atOnce(request.from, request.to, request.callers, receive)
    case "pace":
      return void pace(request.from, request.to, request.perSecond)
    case "account": {
      const { user, system } = process.cpuUsage()
      say({ is: "account", cpu: (user + system) / 1_000, resident: process.memoryUsage().rss / MEGABYTE })
    }
  }
})
process.on("disconnect", () => process.exit(0))
say({ is: "ready" })
