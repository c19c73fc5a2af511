import type { WireRequest } from "./wire.js"

/** A header's value; empty when it is missing or sent twice. */
export function header(request: WireRequest, name: string): string {
  const value = request.headers[name]
  return typeof value === "string" ? value : ""
}

export function isJson(request: WireRequest): boolean {
  return mediaType(request) === "application/json"
}

export function isForm(request: WireRequest): boolean {
  return mediaType(request) === "application/x-www-form-urlencoded"
}

/** The parsed body; undefined when it is not UTF-8 or not JSON. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

function mediaType(request: WireRequest): string {
  const [type = ""] = header(request, "content-type").split(";")
  return type.trim().toLowerCase()
}
