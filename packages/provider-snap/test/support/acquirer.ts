import { createHash, createHmac } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { onTestFinished } from "vitest"
import type { SnapProfileInput } from "../../src/index.js"
import { createSnap, type SnapClient, type SnapConfigInput } from "../../src/promise.js"
import { inputOf } from "./merchant.js"

/** Rp 25.000, with a right CRC. */
export const QR =
  "00020101021226650017ID.CO.EXAMPLE.WWW01189360091500000012340211TOKOCONTOH10303UMI5204581253033605405250005802ID5911TOKO CONTOH6007JAKARTA61051031063046243"

/** A call of a verb, as it came over the wire. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Record<string, unknown> & { readonly additionalInfo?: Readonly<Record<string, unknown>> }
  readonly text: string
}

/** What is answered; `cut`: nothing, the connection ends. */
export type Answered = Readonly<Record<string, unknown>> | "cut"

/** Whether a call is signed as the standard says: HMAC with the token in it, in our own words. */
const isSigned = ({ path, headers, text }: Received): boolean => {
  const hash = createHash("sha256").update(text).digest("hex")
  const signed = ["POST", path, "token-1", hash, headers["x-timestamp"]].join(":")
  const { clientSecret = "" } = inputOf({} as SnapProfileInput)
  return headers["x-signature"] === createHmac("sha512", clientSecret).update(signed).digest("base64")
}

/** An acquirer on this machine that gives tokens and answers calls by a function; and clients of it. */
export const openAcquirer = async (answer: (call: Received) => Answered) => {
  const calls: Array<Received> = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const say = (status: number, content: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content))
    if (request.url?.endsWith("/access-token/b2b"))
      return say(200, { responseCode: "2007300", accessToken: "token-1", expiresIn: "900" })
    const headers = request.headers as Received["headers"]
    const call: Received = { path: request.url ?? "", headers, body: JSON.parse(body), text: body }
    calls.push(call)
    if (!isSigned(call)) return say(401, { responseCode: "4010000", responseMessage: "Signature" })
    const answered = answer(call)
    if (answered === "cut") return response.destroy()
    return say(Number(String(answered["responseCode"]).slice(0, 3)), answered)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    calls,
    /** Calls of a verb, by the end of its path. */
    at: (end: string) => calls.filter(({ path }) => path.endsWith(end)),
    /** A process of the shop: nothing is shared with any other. */
    client: <P extends SnapProfileInput>(profile: P): SnapClient<P> => {
      const input: SnapConfigInput<P> = {
        ...inputOf(profile),
        baseUrl: `http://127.0.0.1:${port}`,
        retry: { times: 1, baseDelay: 1, maxDelay: 1 },
      }
      const client = createSnap(input)
      onTestFinished(() => client.close())
      return client
    },
  }
}

/** As a database gives it back. */
export const stored = <A>(value: A): A => JSON.parse(JSON.stringify(value))
