import { connect } from "node:net"
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Sandbox, startSandbox } from "../src/index.js"
import { CREATE_BODY, ifortepayClient } from "./ifortepay-client.js"
import { zipayClient } from "./zipay-client.js"

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const authorized = () => {
  const { merchantId, secretUnboundId } = sandbox.ifortepay
  return {
    "content-type": "application/json",
    authorization: `Basic ${Buffer.from(`${merchantId}:${secretUnboundId}`).toString("base64")}`,
  }
}

const postText = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${sandbox.ifortepay.baseUrl}${path}`, { method: "POST", headers: authorized(), body })

test.each([
  ["no body", ""],
  ["half a JSON text", '{"external_id":'],
  ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ["a number", "1"],
  ["null", "null"],
  ["a list", "[]"],
  ["brackets without end", "[".repeat(60_000)],
  ["a deep nest", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
  ["a prototype for a body", '{"__proto__":{"external_id":"EXT-0001","order_id":"ORDER-0001"}}'],
])("iFortepay answers %s with a parameter error", async (_name, body) => {
  const response = await postText("/ewallet/v2/create-qr", body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ response_code: "01" })
})

test("Zipay answers a body that is not JSON with 400", async () => {
  const response = await fetch(`${sandbox.zipay.baseUrl}/auth/login`, { method: "POST", body: "{" })
  expect([response.status, await response.json()]).toMatchObject([400, { status: 400, success: false }])
})

test.each(["ifortepay", "zipay"] as const)(
  "a body of more than 64 KiB is refused by %s with 413",
  async (provider) => {
    const response = await fetch(`${sandbox[provider].baseUrl}/any`, {
      method: "POST",
      body: "x".repeat(64 * 1024 + 1),
    })
    expect(response.status).toBe(413)
  },
)

test("unknown paths and other methods are answered as the acquirer would", async () => {
  const unknown = await postText("/ewallet/v2/void", "{}")
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { response_code: "01" }])
  const inherited = await postText("/constructor", "{}")
  expect(inherited.status).toBe(404)
  const get = await fetch(`${sandbox.zipay.baseUrl}/payment/qr/create`)
  expect([get.status, await get.json()]).toMatchObject([405, { status: 405, success: false }])
})

test("a client that leaves in the middle of its body harms nobody", async () => {
  const { hostname, port } = new URL(sandbox.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    "POST /ifortepay/ewallet/v2/create-qr HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{",
  )
  await new Promise((resolve) => socket.once("ready", resolve))
  socket.resetAndDestroy()
  expect((await zipayClient(sandbox).create("after-the-reset")).status).toBe(200)
})

test("bytes that are not HTTP are answered with 400 and the end of the connection", async () => {
  const { hostname, port } = new URL(sandbox.url)
  const socket = connect(Number(port), hostname)
  const answer = new Promise<string>((resolve) => {
    let text = ""
    socket.on("data", (chunk) => {
      text += chunk
    })
    socket.once("close", () => resolve(text))
  })
  socket.write("\u0000\u0001\u0002\r\n\r\n")
  expect(await answer).toMatch(/^HTTP\/1\.1 400 /)
})

test("whatever JSON is sent, both acquirers answer 200 or 4xx in JSON", async () => {
  const client = ifortepayClient(sandbox)
  const zipay = zipayClient(sandbox)
  const token = await zipay.login()
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom(...Object.keys(CREATE_BODY), "amount", "uuid", "__proto__"),
        fc.jsonValue(),
      ),
      async (content) => {
        for (const { status } of [
          await client.create(content),
          await client.inquire(content),
          await client.cancel(content),
          await zipay.post("/auth/login", content),
          await zipay.post("/payment/qr/create", { ...zipay.createBody("A-1"), ...content }, token),
          await zipay.post("/payment/qr/inquiry", { ...zipay.inquireBody("x"), ...content }, token),
        ]) {
          expect(status === 200 || (status >= 400 && status < 500)).toBe(true)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test("an error's text stays short whatever the request holds", async () => {
  const long = "x".repeat(20_000)
  const { body } = await ifortepayClient(sandbox).create({
    currency: long,
    payment_details: long,
    wallet_details: { id: long, id_type: long },
  })
  expect(body.response_message.length).toBeLessThan(500)
  expect(body.response_message).not.toContain("xxxx")
})
