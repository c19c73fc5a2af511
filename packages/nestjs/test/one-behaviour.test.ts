import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import type { Payment } from "@qriskit/core"
import { describe, expect, it } from "vitest"
import { PLATFORMS } from "./support/platforms.js"
import { startShop } from "./support/shop.js"

type Shop = Awaited<ReturnType<typeof startShop>>

interface Sent {
  readonly method?: string
  /** Behind the path of the callbacks. */
  readonly behind?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The path in other letters. */
  readonly inCapitals?: true
  /** Instead of the genuine callback's bytes. */
  readonly body?: (genuine: string) => string | Uint8Array<ArrayBuffer>
}

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer)

const typed = (contentType: string): Sent => ({ headers: { "content-type": contentType } })

const form: Sent = { ...typed("application/x-www-form-urlencoded"), body: () => "a=1&b=2" }

const packed = (encoding: string, pack: (text: string) => Buffer): Sent => ({
  headers: { "content-encoding": encoding },
  body: (genuine) => bytes(pack(genuine)),
})

/** Every row is sent to both platforms: a genuine callback of iFortepay's, changed as it says. */
const ROWS: ReadonlyArray<readonly [what: string, status: number, sent: Sent]> = [
  ["as it is", 200, {}],
  ["with a slash at the end", 200, { behind: "/" }],
  ["with two slashes at the end", 404, { behind: "//" }],
  ["with a query", 200, { behind: "?from=acquirer&x=%2F" }],
  ["with a slash and a query", 200, { behind: "/?from=acquirer" }],
  ["with something behind it", 200, { behind: "/something" }],
  ["with an encoded slash behind it", 200, { behind: "/some%2Fthing" }],
  ["with a broken encoding behind it", 400, { behind: "/%zz" }],
  ["with more behind it than anybody appends", 404, { behind: "/1/2/3/4/5/6/7" }],
  ["at another address", 404, { behind: "-other" }],
  ["in other letters", 404, { inCapitals: true }],
  ["as GET", 404, { method: "GET" }],
  ["as HEAD", 404, { method: "HEAD" }],
  ["as OPTIONS", 204, { method: "OPTIONS" }],
  ["as PUT", 404, { method: "PUT" }],
  ["as JSON with a charset", 200, typed("application/json; charset=utf-8")],
  ["as JSON with a quoted charset", 200, typed('application/json;charset="UTF-8"')],
  ["as JSON in another charset", 415, typed("application/json; charset=iso-8859-1")],
  ["as JSON in capitals", 200, typed("APPLICATION/JSON")],
  ["as a relative of JSON", 415, typed("application/vnd.contoh+json")],
  ["as text", 415, typed("text/plain")],
  ["as no content type", 415, typed("")],
  ["as a form that is none of this provider's", 400, form],
  ["gzip", 200, packed("gzip", gzipSync)],
  ["gzip in capitals", 200, packed("GZIP", gzipSync)],
  ["deflate", 200, packed("deflate", deflateSync)],
  ["brotli", 200, packed("br", brotliCompressSync)],
  ["identity", 200, packed("identity", Buffer.from)],
  ["gzip twice", 415, packed("gzip, gzip", (text) => gzipSync(gzipSync(text)))],
  ["an encoding that nobody knows", 415, packed("compress", Buffer.from)],
  ["no gzip at all", 400, packed("gzip", Buffer.from)],
  ["a bomb of gzip", 413, packed("gzip", () => gzipSync(Buffer.alloc(20_000_000)))],
  ["empty", 400, { body: () => "" }],
  ["broken JSON", 400, { body: () => "{" }],
  ["a JSON text", 400, { body: () => '"text"' }],
  ["a list", 400, { body: () => "[]" }],
  ["a little too large", 413, { body: (genuine) => genuine.padEnd(65_537) }],
  ["larger than Express takes", 413, { body: (genuine) => genuine.padEnd(200_000) }],
  ["larger than Fastify takes", 413, { body: (genuine) => genuine.padEnd(1_200_000) }],
  ["as large as it may be", 200, { body: (genuine) => genuine.padEnd(65_536) }],
]

const send = async (
  shop: Shop,
  payment: Payment,
  { method = "POST", behind = "", headers = {}, inCapitals, body }: Sent,
) => {
  const callback = await shop.acquirers.callback(payment.ref)
  const isWithBody = method === "POST" || method === "PUT"
  const all = { ...(isWithBody && callback.headers), ...headers }
  const response = await fetch(
    shop.url + (inCapitals ? callback.path.toUpperCase() : callback.path) + behind,
    {
      method,
      headers: all,
      ...(isWithBody && { body: body?.(callback.body) ?? callback.body }),
    },
  )
  return { status: response.status, allow: response.headers.get("allow"), text: await response.text() }
}

describe("Express and Fastify answer a callback alike", () => {
  it.each(PLATFORMS)("row by row on %s", async (platform) => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const answers: Array<readonly [string, number]> = []
    for (const [what, , sent] of ROWS) {
      const { status, text, allow } = await send(shop, payment, sent)
      answers.push([what, status])
      if (status === 200) expect([what, text]).toEqual([what, '{"message":"SUCCESS"}'])
      if (sent.method === "OPTIONS") expect([allow, text]).toEqual(["POST", ""])
    }
    expect(answers).toEqual(ROWS.map(([what, status]) => [what, status]))
    expect(shop.heard).toEqual(["paid order-1"])
    expect(shop.log.from("error")).toEqual([])
  })
})
