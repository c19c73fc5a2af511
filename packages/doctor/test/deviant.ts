import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** An answer's JSON, to be changed. */
export type Json = Record<string, unknown>

/** An acquirer that answers as another does, but for what `change` makes of it. */
export interface Deviant {
  readonly url: string
  close(): Promise<void>
}

/** Stands before `origin`, and lets `change` edit each answer's JSON in place. */
export const deviant = async (
  origin: string,
  change: (body: Json, path: string) => void,
): Promise<Deviant> => {
  const server = createServer(async (request, response) => {
    const parts: Array<Buffer> = []
    for await (const part of request) parts.push(part)
    const path = request.url ?? "/"
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers))
      if (!/^(host|connection|content-length|transfer-encoding)$/.test(name)) headers.set(name, String(value))
    const answer = await fetch(new URL(path, origin), {
      method: request.method ?? "GET",
      headers,
      ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }),
    })
    const type = answer.headers.get("content-type") ?? "text/plain"
    let text = await answer.text()
    if (type.includes("json") && text !== "") {
      const body: Json = JSON.parse(text)
      change(body, path)
      text = JSON.stringify(body)
    }
    response.writeHead(answer.status, { "content-type": type }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
