/** Keeps a page to itself: nothing from elsewhere, no frames, no inline script or style, in no cache. */
const KEPT_TO_ITSELF = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const

const headersOf = (more: Readonly<Record<string, string>>): Headers =>
  new Headers({ ...KEPT_TO_ITSELF, "cache-control": "no-store", ...more })

/** A page. It differs by language, and by who asks. */
export const pageAnswer = (markup: string, status = 200): Response =>
  new Response(markup, {
    status,
    headers: headersOf({ "content-type": "text/html; charset=utf-8", vary: "accept-language, cookie" }),
  })

/** A line for whoever sees no page. */
export const textAnswer = (
  text: string,
  status: number,
  more: Readonly<Record<string, string>> = {},
): Response =>
  new Response(`${text}\n`, {
    status,
    headers: headersOf({ "content-type": "text/plain; charset=utf-8", ...more }),
  })

/** Leads to another page, by its address seen from this one. */
export const redirectTo = (address: string, more: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 303, headers: headersOf({ location: address, ...more }) })

/** A stream that ends with whoever reads it. */
export const streamAnswer = (
  body: ReadableStream<Uint8Array>,
  more: Readonly<Record<string, string>>,
): Response => new Response(body, { headers: headersOf(more) })

/** A file whose address names its content. */
export const fileAnswer = (content: string, type: string): Response =>
  new Response(content, {
    headers: headersOf({ "content-type": type, "cache-control": "public, max-age=31536000, immutable" }),
  })

const DOWNLOADS = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const

/** A file to keep. */
export const fileDownload = (
  content: string | Uint8Array,
  kind: keyof typeof DOWNLOADS,
  name: string,
): Response =>
  new Response(typeof content === "string" ? content : Buffer.from(content), {
    headers: headersOf({
      "content-type": DOWNLOADS[kind],
      "content-disposition": `attachment; filename="${name}"`,
    }),
  })
