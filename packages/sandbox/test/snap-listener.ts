import { createServer, type IncomingHttpHeaders } from "node:http"

export interface Told {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A merchant's server: takes callbacks, and gives a token to whoever asks for one. */
export async function snapListener({
  status = 200,
  token,
}: {
  /** Of each answer to a callback. */
  readonly status?: number
  /** Absent: refuses to give one. */
  readonly token?: string
} = {}) {
  const told: Told[] = []
  const asked: Told[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const { url: path = "", headers } = request
      const isToken = path.endsWith("/access-token/b2b")
      const kept = isToken ? asked : told
      kept.push({ path, headers, text: Buffer.concat(chunks).toString() })
      const code = isToken && token === undefined ? 401 : isToken ? 200 : status
      const body = isToken ? { accessToken: token, tokenType: "BearerToken" } : { responseCode: "2005200" }
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    told,
    asked,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
