import type { RequestHandler } from "express"
import { rateLimit } from "express-rate-limit"

/** How often one caller may ask for something. */
interface Limit {
  readonly perMinute: number
  readonly message: string
  /** Only the path itself counts, not what lies below it. */
  readonly isExact?: boolean
}

const posts = ({ perMinute, message, isExact = false }: Limit): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skip: ({ method, path }) => method !== "POST" || (isExact && path !== "/"),
    message: `${message} Wait a minute.\n`,
  })

/** What is limited, by its path. Each counts by itself; a proxy's callers are told apart by TRUST_PROXY. */
export const rateLimits = (openingsPerMinute: number): ReadonlyArray<readonly [string, RequestHandler]> => {
  const openings = posts({
    perMinute: openingsPerMinute,
    message: "Too many payments were opened.",
    isExact: true,
  })
  return [
    ["/login", posts({ perMinute: 10, message: "Too many passwords were tried." })],
    ["/payments", openings],
    ["/api/payments", openings],
    ["/phone", posts({ perMinute: 120, message: "Too much is happening on this phone." })],
    ["/webhooks", posts({ perMinute: 1_200, message: "Too many callbacks." })],
  ]
}
