import * as v from "valibot"
import { dottedPath, flag, strict, wholeNumber } from "./decode.js"
import { OPERATIONS, type Operation } from "./wire.js"

/** What goes wrong with one answer. "Acting" means: the work is done before the fault strikes. */
export type Fault =
  /** Takes the request and never answers. */
  | { readonly kind: "silence"; readonly acting?: boolean }
  /** Resets the connection before any byte of the answer. */
  | { readonly kind: "cut"; readonly acting?: boolean }
  /** Acts, then cuts the connection in the middle of the body. */
  | { readonly kind: "half-body" }
  /** Acts, then waits `ms` milliseconds of real time before the headers. */
  | { readonly kind: "slow-headers"; readonly ms: number }
  /** Acts, sends headers and half the body, waits `ms` milliseconds of real time, sends the rest. */
  | { readonly kind: "slow-body"; readonly ms: number }
  /** Answers with another status. Defaults: empty body, `text/plain`, not acting. */
  | {
      readonly kind: "status"
      readonly status: number
      readonly body?: string
      readonly contentType?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly acting?: boolean
    }
  /** Acts; the right body under another content type. */
  | { readonly kind: "content-type"; readonly contentType: string }
  /** Acts; valid JSON of more than 1 MiB. */
  | { readonly kind: "oversized" }
  /** Does not act; 307 to `location`. */
  | { readonly kind: "redirect"; readonly location: string }
  /** Acts, then changes the JSON answer: fields set, fields removed, the whole wrapped in `data`. */
  | {
      readonly kind: "amend"
      readonly set?: Readonly<Record<string, unknown>>
      readonly remove?: ReadonlyArray<string>
      readonly wrap?: boolean
    }

/** Where, how often, and what. */
export interface FaultRule {
  readonly at: Operation | "*"
  /** How many requests it strikes. Default 1; `Infinity` only in process. */
  readonly times?: number
  readonly fault: Fault
}

/** A gateway in front of the acquirer that fails: HTTP 502 with an HTML page. */
export const badGatewayHtml: Fault = {
  kind: "status",
  status: 502,
  contentType: "text/html",
  body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
}

/** HTTP 429 with `Retry-After`, in seconds. */
export const tooManyRequests = (retryAfterSeconds: number): Fault => ({
  kind: "status",
  status: 429,
  contentType: "application/json",
  headers: { "retry-after": String(retryAfterSeconds) },
  body: JSON.stringify({ message: "Too Many Attempts." }),
})

const headerValue = v.pipe(
  v.string("must be a string"),
  v.maxLength(4096, "at most 4096 characters"),
  v.regex(/^[\t\x20-\x7e]*$/, "must be printable ASCII"),
)

const headerName = v.pipe(
  v.string(),
  v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "is not a header's name"),
)

const waitMs = wholeNumber(0, 600_000)

export const faultSchema: v.GenericSchema<Fault> = v.variant(
  "kind",
  [
    strict({ kind: v.literal("silence"), acting: v.exactOptional(flag) }),
    strict({ kind: v.literal("cut"), acting: v.exactOptional(flag) }),
    strict({ kind: v.literal("half-body") }),
    strict({ kind: v.literal("slow-headers"), ms: waitMs }),
    strict({ kind: v.literal("slow-body"), ms: waitMs }),
    strict({
      kind: v.literal("status"),
      status: wholeNumber(200, 599),
      body: v.exactOptional(v.string("must be a string")),
      contentType: v.exactOptional(headerValue),
      headers: v.exactOptional(v.record(headerName, headerValue)),
      acting: v.exactOptional(flag),
    }),
    strict({ kind: v.literal("content-type"), contentType: headerValue }),
    strict({ kind: v.literal("oversized") }),
    strict({ kind: v.literal("redirect"), location: headerValue }),
    strict({
      kind: v.literal("amend"),
      set: v.exactOptional(v.record(dottedPath, v.unknown())),
      remove: v.exactOptional(v.array(dottedPath)),
      wrap: v.exactOptional(flag),
    }),
  ],
  ({ expected, message }) =>
    message.startsWith("Invalid ") ? `must be a fault of a known kind: ${expected}` : message,
)

export const faultTargetSchema = v.picklist(
  [...OPERATIONS, "*"],
  `must be one of ${OPERATIONS.join(", ")}, *`,
)

export const faultRuleSchema: v.GenericSchema<FaultRule> = strict({
  at: faultTargetSchema,
  times: v.exactOptional(
    v.union([wholeNumber(1, 1_000_000), v.literal(Number.POSITIVE_INFINITY)], "must be 1 or more"),
  ),
  fault: faultSchema,
})
