import { randomBytes } from "node:crypto"
import type { ServerResponse } from "node:http"
import { phonePage } from "./phone-page.js"

/** Answers with the customer's phone: a page without anything from elsewhere, whose only script is its own. */
export function servePhone(response: ServerResponse): void {
  const nonce = randomBytes(16).toString("base64")
  const page = Buffer.from(phonePage(nonce))
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-length": page.byteLength,
    "content-security-policy": [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  })
  response.end(page)
}
