import type { PageRefusal, RefusalCode } from "./payments.js"

/** Keeps a page to itself: nothing from elsewhere, no frames, no inline script or style, in no cache. */
const KEPT_TO_ITSELF = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
  // The address is the key to the page.
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex",
} as const

const headersOf = (type: string, more: Readonly<Record<string, string>> = {}): Headers =>
  new Headers({ ...KEPT_TO_ITSELF, "cache-control": "no-store", "content-type": type, ...more })

export const htmlAnswer = (
  markup: string,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): Response =>
  new Response(markup, {
    status,
    headers: headersOf("text/html; charset=utf-8", { vary: "accept-language", ...more }),
  })

export const jsonAnswer = (value: unknown): Response =>
  new Response(JSON.stringify(value), { headers: headersOf("application/json") })

export const streamAnswer = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, {
    headers: headersOf("text/event-stream; charset=utf-8", {
      // A server that closes waits for nobody who might ask something else on this connection.
      connection: "close",
      "x-accel-buffering": "no",
    }),
  })

/** A file. Where its address names its content a browser need not ask again. */
export const fileAnswer = (content: string, type: string, isNamed: boolean): Response =>
  new Response(content, {
    headers: headersOf(type, {
      "cache-control": isNamed ? "public, max-age=31536000, immutable" : "no-cache",
    }),
  })

/** By its code: the status, what a program reads, and what else it says. */
export const REFUSALS: Readonly<
  Record<RefusalCode, { status: number; message: string; more?: Readonly<Record<string, string>> }>
> = {
  not_found: { status: 404, message: "There is nothing at this address." },
  ended: { status: 410, message: "This address has ended." },
  method_not_allowed: { status: 405, message: "Only GET and HEAD.", more: { allow: "GET, HEAD" } },
  unavailable: {
    status: 503,
    message: "The payment cannot be looked up now. Try again.",
    more: { "retry-after": "3" },
  },
}

export const refusalAnswer = (code: RefusalCode): Response => {
  const { status, message, more } = REFUSALS[code]
  const body: PageRefusal = { error: { code, message } }
  return new Response(JSON.stringify(body), { status, headers: headersOf("application/json", more) })
}
