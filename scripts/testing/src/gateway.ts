import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** Whatever the sandbox has no word for: a server on loopback that answers every request with these bytes. */
export const openGateway = async (status: number, body: Uint8Array) => {
  const server = createServer((request, response) => {
    request.resume()
    request.on("end", () => response.writeHead(status, { "content-type": "application/json" }).end(body))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
