import { Agent, request } from "node:http"

/** Posts bodies to a server on loopback and gives the status of its answer. */
export interface Poster {
  post(path: string, body: string): Promise<number>
  close(): void
}

/** Over so many connections, kept alive. */
export const makePoster = (port: number, connections: number): Poster => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        const headers = { "content-length": Buffer.byteLength(body) }
        const outgoing = request({ agent, port, path, method: "POST", headers })
        outgoing.once("error", reject)
        outgoing.once("response", (response) => {
          response.resume()
          response.once("end", () => resolve(response.statusCode ?? 0))
        })
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}
