import { InvalidConfiguration } from "./configuration.js"
import type { FieldIssue } from "./field-issue.js"

/**
 * Somebody else's undici dispatcher, of undici 7 or later: a `ProxyAgent`, an `Agent` with settings of one's own. It
 * must neither repeat requests nor follow redirects (undici's `RetryAgent` and interceptors of these names do).
 */
export interface OwnDispatcher {
  /** What undici's `Dispatcher` has; its own types would tie callers to one version of it. */
  dispatch(options: never, handler: never): boolean
}

/** How a company's network is crossed. */
export interface NetworkOptions {
  /**
   * The proxy for everything but this machine: `http://proxy.example:3128`. Default: what `HTTPS_PROXY`, `HTTP_PROXY`
   * and `NO_PROXY` say (in either case; `NODE_USE_ENV_PROXY=0` switches that off). `false`: none.
   */
  readonly proxy?: string | false
  /** Certificates of authorities in PEM, trusted beside those that Node trusts. */
  readonly ca?: string | ReadonlyArray<string>
  /** A client certificate in PEM, its key, and the key's passphrase. */
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
  /** Connects over addresses of this family only. Default: whichever answers first. */
  readonly family?: 4 | 6
  /** Sends everything; nothing else of this may be set. Whoever made it closes it. */
  readonly dispatcher?: OwnDispatcher
}

const FIELDS = ["proxy", "ca", "cert", "key", "passphrase", "family", "dispatcher"] as const

/** Which of these settings somebody made. */
export const networkFieldsIn = (options: NetworkOptions): ReadonlyArray<(typeof FIELDS)[number]> =>
  FIELDS.filter((field) => options[field] !== undefined)

/** A complaint about settings of a transport. Names fields, never values. */
export const invalidNetwork = (issues: ReadonlyArray<FieldIssue>): InvalidConfiguration =>
  new InvalidConfiguration({ provider: "the transport", issues })
