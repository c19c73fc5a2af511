import type { RequestHandler } from "express"

const READS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"])

/** Acquirers' servers post here: what they send proves itself, or is asked about. */
const WEBHOOKS = "/webhooks/"

/**
 * Whether a request comes from a page of this server, or from no page at all. Browsers say so themselves
 * (Sec-Fetch-Site); older ones name the page's origin.
 */
const isOurs = (site: string | undefined, origin: string | undefined, host: string | undefined): boolean =>
  site === undefined ? origin === undefined || URL.parse(origin)?.host === host : site === "same-origin"

/** Refuses whatever another site's page makes a browser send that would change something. */
export const sameOrigin: RequestHandler = (request, response, next) => {
  const isWebhook = request.path.startsWith(WEBHOOKS)
  const { origin, host } = request.headers
  if (READS.has(request.method) || isWebhook || isOurs(request.get("sec-fetch-site"), origin, host))
    return next()
  response.status(403).type("text/plain").send("Another site's page asked for this. Nothing was done.\n")
}
