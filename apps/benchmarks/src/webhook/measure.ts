import { type Dispatcher, Pool } from "undici"
import { percentile } from "../rounds.js"
import type { Callback } from "./callbacks.js"
import { callbackOf, type ShopServer } from "./shop-server.js"

/** Callbacks under way at the same time. */
export const IN_FLIGHT = 32

/** What one round says of one shop. */
export interface WebhookFigures {
  /** Answers a second to callbacks about payments that it had none about before. */
  readonly news: number
  /** Half of them are answered within so many milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Microseconds of the shop's processor time for each of them. */
  readonly cpu: number
  /** Answers a second to callbacks that it had already. */
  readonly again: number
}

interface Run {
  readonly rate: number
  /** Milliseconds, sorted. */
  readonly times: Float64Array
}

const post = async (pool: Dispatcher, path: string, { headers, body }: Callback): Promise<void> => {
  const answer = await pool.request({ method: "POST", path, headers, body })
  const text = await answer.body.text()
  if (answer.statusCode >= 300) throw new Error(`a callback was answered ${answer.statusCode}: ${text}`)
}

/** Posts every callback once, many at a time. */
const postAll = async (pool: Dispatcher, path: string, callbacks: ReadonlyArray<Callback>): Promise<Run> => {
  const times = new Float64Array(callbacks.length)
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < callbacks.length; index = next++) {
      const callback = callbacks[index]
      if (callback === undefined) return
      const from = performance.now()
      await post(pool, path, callback)
      times[index] = performance.now() - from
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  const rate = callbacks.length / ((performance.now() - from) / 1_000)
  return { rate, times: times.sort() }
}

/** One round: warm, then callbacks that are news, then the same ones again. */
export const measureWebhook = async (shop: ShopServer, calls: number): Promise<WebhookFigures> => {
  const { origin, pathname } = new URL(shop.url)
  const pool = new Pool(origin, { connections: IN_FLIGHT, pipelining: 1 })
  try {
    const warming = Math.ceil(calls / 4)
    const payments = await shop.payments(warming + calls)
    const callbacks = payments.map((ids) => callbackOf(shop, ids))
    await postAll(pool, pathname, callbacks.slice(0, warming))
    const before = await shop.account()
    const news = await postAll(pool, pathname, callbacks.slice(warming))
    const after = await shop.account()
    const again = await postAll(pool, pathname, callbacks.slice(warming))
    return {
      news: news.rate,
      p50: percentile(news.times, 0.5),
      p99: percentile(news.times, 0.99),
      cpu: (after.cpu - before.cpu) / calls,
      again: again.rate,
    }
  } finally {
    await pool.close()
  }
}
