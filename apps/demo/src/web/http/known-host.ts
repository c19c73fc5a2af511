import type { RequestHandler } from "express"

const LOOPBACK: ReadonlyArray<string> = ["localhost", "127.0.0.1", "[::1]"]

const nameIn = (host: string): string => URL.parse(`http://${host}`)?.hostname ?? ""

/**
 * Answers under this machine's own names and the public one. A page elsewhere whose name was pointed at this machine
 * (DNS rebinding) gets nothing.
 */
export const knownHost = (publicUrl: string | undefined): RequestHandler => {
  const known = new Set(publicUrl === undefined ? LOOPBACK : [...LOOPBACK, new URL(publicUrl).hostname])
  return (request, response, next) => {
    if (known.has(nameIn(request.headers.host ?? ""))) return next()
    response
      .status(421)
      .type("text/plain")
      .send("This server does not go by that name. Set PUBLIC_URL to it.\n")
  }
}
