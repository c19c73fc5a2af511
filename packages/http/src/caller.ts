const ADDRESSES = new WeakMap<Request, string>()

/**
 * Notes from which network address a request came, since a `Request` itself does not say. The doors for Node and
 * Fastify do it by themselves. Returns the request.
 *
 * @param request the very object that the handler will be given; a copy of it is another one
 * @param address the caller's own: behind a proxy of yours what that says, never what a stranger may have written.
 *   `undefined` where it is not known
 *
 * @example
 * ```ts
 * import { calledFrom, type FetchHandler } from "@qriskit/http"
 *
 * declare const handler: FetchHandler
 * // A Worker behind Cloudflare, which sets this header itself.
 * const worker = {
 *   fetch: (request: Request) => handler(calledFrom(request, request.headers.get("cf-connecting-ip") ?? undefined)),
 * }
 * console.log(typeof worker.fetch)
 * ```
 */
export const calledFrom = (request: Request, address: string | undefined): Request => {
  if (address !== undefined) ADDRESSES.set(request, address)
  return request
}

/** From where a request came, as far as anybody noted it. */
export const callerOf = (request: Request): string | undefined => ADDRESSES.get(request)
