import { isForm, parseJson } from "./request-content.js"
import type { WireRequest } from "./wire.js"

// What the journal must not show: what opens a door. Signatures stay: they are what one looks a journal up for,
// and they open nothing but the one request they were made for.
const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "cookie"])
const SECRET_FIELDS = new Set(["password", "access_token", "accessToken"])
const MASK = "***"

/** The longest body that the journal keeps, in characters. */
const KEPT = 16_384

/** Headers with secrets masked: of an authorization only its scheme stays. */
export function maskHeaders(headers: WireRequest["headers"]): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const text = typeof value === "string" ? value : (value ?? []).join(", ")
    shown[name] = SECRET_HEADERS.has(name) ? text.replace(/^(basic |bearer )?.*$/is, `$1${MASK}`) : text
  }
  return shown
}

export function maskRequestBody(request: WireRequest): string {
  if (!isForm(request)) return maskJson(Buffer.from(request.body))
  const form = new URLSearchParams(Buffer.from(request.body).toString())
  for (const name of form.keys()) if (SECRET_FIELDS.has(name)) form.set(name, MASK)
  return shortened(form.toString())
}

/** A JSON text with secrets masked. Anything else is not shown: nobody can tell where its secrets are. */
export function maskJson(body: Uint8Array): string {
  if (body.byteLength === 0) return ""
  const content = parseJson(body)
  if (content === undefined) return `(not JSON, ${body.byteLength} bytes)`
  try {
    return shortened(JSON.stringify(content, (name, value) => (SECRET_FIELDS.has(name) ? MASK : value)))
  } catch {
    return `(nested too deeply, ${body.byteLength} bytes)`
  }
}

function shortened(text: string): string {
  return text.length <= KEPT ? text : `${text.slice(0, KEPT)}… (${text.length} characters)`
}
