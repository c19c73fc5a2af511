import type { Socket } from "node:net"

/** `HTTP/1.1 1xx`, but not 101: whoever switches protocols says nothing more in this one. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d/

/** As many bytes as it takes to tell. */
const STATUS = "HTTP/1.1 100".length

/** No interim answer is longer; a longer one is left to undici, which refuses it. */
const MOST = 16 * 1024

const END = "\r\n\r\n"

type Looked = "final" | "unfinished" | { readonly rest: Buffer }

/** What stands at the beginning of an answer. */
const look = (bytes: Buffer): Looked => {
  const start = bytes.toString("latin1", 0, STATUS)
  if (start.length < STATUS) return "HTTP/1.".startsWith(start.slice(0, 7)) ? "unfinished" : "final"
  if (!INTERIM.test(start)) return "final"
  const end = bytes.indexOf(END)
  if (end === -1) return bytes.length > MOST ? "final" : "unfinished"
  return { rest: bytes.subarray(end + END.length) }
}

/**
 * Takes interim answers (1xx) out of what a client of HTTP/1.1 reads from its socket. undici ends a connection on a
 * `100 Continue` that it did not ask for, which some servers send to every POST; the answer behind it would be lost,
 * and with it what became of a payment. RFC 9110, 15.2, lets a client ignore such an answer, asked for or not.
 *
 * Looks at what comes first after something was written, and at nothing else: no request is sent before the one before
 * it was answered.
 */
export const withoutInterim = (socket: Socket): Socket => {
  const read = socket.read.bind(socket)
  const write = socket.write
  let isAwaiting = false
  let held: Buffer | undefined

  socket.write = function (this: Socket, ...args: Parameters<Socket["write"]>): boolean {
    isAwaiting = true
    return write.apply(this, args)
  } as Socket["write"]

  socket.read = (size?: number): unknown => {
    let chunk: Buffer | null = read(size)
    while (isAwaiting && chunk !== null) {
      const bytes: Buffer = held === undefined ? chunk : Buffer.concat([held, chunk])
      const looked = look(bytes)
      if (looked === "final") {
        isAwaiting = false
        held = undefined
        return bytes
      }
      held = looked === "unfinished" ? bytes : undefined
      // What follows an interim answer may be here already.
      chunk = looked === "unfinished" || looked.rest.length === 0 ? read() : looked.rest
    }
    return chunk
  }
  return socket
}
