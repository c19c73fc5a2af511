import { once } from "node:events"
import { request as ask, createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** A proxy that shows a server under another path, and tells it nothing of that: neither host nor prefix. */
export const openPrefixProxy = async (outside: string, target: URL) => {
  const server = createServer((incoming, answer) => {
    const path = (incoming.url ?? "").replace(outside, target.pathname)
    const asked = ask(new URL(path, target), {
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    })
    asked.setHeader("host", "inside.example:81")
    asked.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    asked.on("error", () => answer.destroy())
    answer.on("close", () => asked.destroy())
    incoming.pipe(asked)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${outside}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}
