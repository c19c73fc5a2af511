/**
 * Answers a request with a response, as Bun, Deno, Workers, Hono and Next.js call it.
 *
 * @param platform what a platform hands over beside the request: its server, its environment, its context
 */
export type FetchHandler = (
  request: Request,
  ...platform: ReadonlyArray<unknown>
) => Response | Promise<Response>
