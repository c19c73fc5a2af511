import { createServer, type IncomingHttpHeaders } from "node:http"

/** As much of a callback as the tests look into; whether it is there is what they assert. */
interface CallbackBody {
  readonly transaction_id: string
  readonly external_id: string
  readonly order_id: string
  readonly transaction_status: string
  readonly uuid: string
  readonly externalId: string
}

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: CallbackBody
}

/** A merchant's callback endpoint on loopback. `answers` are given in order, the last for good. */
export async function merchantServer(...answers: ReadonlyArray<number | "never">) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString()
      received.push({ path: request.url ?? "", headers: request.headers, text, body: JSON.parse(text) })
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? 200
      if (answer === "never") return
      response.writeHead(answer, { "content-type": "application/json" }).end('{"message":"SUCCESS"}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    received,
    url: `http://127.0.0.1:${port}/callback`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
