import type { IncomingMessage } from "node:http"
import { isIP } from "node:net"
import { isLoopback, unbracketed } from "../loopback.js"

/**
 * Why a request may not use the control plane; undefined when it may. Keeps web pages out that a developer has
 * open in a browser: by the Host header against DNS rebinding, by Origin and content type against requests across sites.
 *
 * @param host what the sandbox listens on
 * @param isExposed whether it may be used from other machines
 */
export function refusalOf(request: IncomingMessage, host: string, isExposed: boolean): string | undefined {
  const authority = request.headers.host ?? ""
  const name = hostOf(authority)
  // Rebinding needs a name: on an exposed sandbox an address is as good as the configured host.
  const isOurs =
    isLoopback(name) || name === unbracketed(host).toLowerCase() || (isExposed && isIP(name) !== 0)
  if (!isOurs) return "The control plane does not answer under this host name."
  if (comesFromElsewhere(request, authority)) return "The control plane does not answer other sites."
  const isJson = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() === "application/json"
  if (request.method === "POST" && !isJson) return "The control plane takes application/json."
  return undefined
}

function hostOf(authority: string): string {
  const url = URL.parse(`http://${authority}`)
  return url === null ? "" : unbracketed(url.hostname).toLowerCase()
}

function comesFromElsewhere(request: IncomingMessage, authority: string): boolean {
  const { origin, "sec-fetch-site": site } = request.headers
  const isForeignOrigin = origin !== undefined && origin !== `http://${authority}`
  return isForeignOrigin || (site !== undefined && site !== "same-origin" && site !== "none")
}
