import type { IncomingMessage, Server } from "node:http"

/** The path without a slash at its end; the query stays. */
const withoutEndSlash = (url: string): string => url.replace(/(?<=[^/?])\/(?=$|\?)/, "")

/**
 * Lets Fastify find callbacks whose address ends in a slash, as Express does. Before its router looks: it takes such an
 * address for another one, unless the whole application is set up otherwise.
 *
 * @param isOurs whether a request is a callback of ours, by its address
 */
export const takeEndSlashes = (server: Server, isOurs: (url: string) => boolean): void => {
  server.prependListener("request", (request: IncomingMessage) => {
    const { url = "" } = request
    if (isOurs(url)) request.url = withoutEndSlash(url)
  })
}
