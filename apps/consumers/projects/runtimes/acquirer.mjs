// An acquirer that reads its second request on a connection to the end, acts on it, and ends the connection without an
// answer. It counts how often each request came: a runtime that sends a request again by itself is seen here alone.
import { once } from "node:events"
import { createServer } from "node:net"

/** How a connection ends: an orderly end, a reset, and an acquirer that is gone the next moment. */
export const ENDS = {
  end: (socket) => socket.end(),
  reset: (socket) => socket.resetAndDestroy(),
  gone: (socket, server) => {
    server.close()
    socket.destroy()
  },
}

const ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

/** The id in a request that is there to its end: a body of known length, or one in chunks. */
const idIn = (text) => {
  const [head, ...rest] = text.split("\r\n\r\n")
  const body = rest.join("\r\n\r\n")
  const isWhole = /\r\ntransfer-encoding: chunked/i.test(head)
    ? body.endsWith("0\r\n\r\n")
    : body.length >= Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.POSITIVE_INFINITY)
  return isWhole ? /"id":(\d+)/.exec(body)?.[1] : undefined
}

/** `came`: how often each id did. `cut`: the ids whose connection ended, each on a connection that was used before. */
export const startCutting = async (end) => {
  const came = new Map()
  const cut = []
  const sockets = new Set()
  const server = createServer((socket) => {
    let text = ""
    let requests = 0
    sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => sockets.delete(socket))
    socket.on("data", (bytes) => {
      text += bytes
      const id = idIn(text)
      if (id === undefined) return
      text = ""
      requests += 1
      came.set(id, (came.get(id) ?? 0) + 1)
      if (requests === 1) return socket.write(ANSWER)
      cut.push(id)
      end(socket, server)
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: `http://127.0.0.1:${server.address().port}/pay`, came, cut, close }
}
