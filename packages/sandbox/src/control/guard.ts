import type { IncomingMessage } from "node:http"
import { isIP } from "node:net"
import { isLoopback, unbracketed } from "../loopback.js"

/** Under which names the control plane answers besides those of loopback. */
export interface ControlHosts {
  /** What the sandbox listens on, and what it may be called. */
  readonly names: ReadonlyArray<string>
  /** May it be used from other machines? Then any address will do: DNS rebinding needs a name. */
  readonly isExposed: boolean
}

/**
 * Why a request may not use the control plane; undefined when it may. Keeps web pages out that a developer has
 * open in a browser: by the Host header against DNS rebinding, by Origin and content type against
 * requests across sites.
 */
export function refusalOf(request: IncomingMessage, hosts: ControlHosts): string | undefined {
  const authority = request.headers.host ?? ""
  const name = hostOf(authority)
  const isNamed = hosts.names.some((ours) => unbracketed(ours).toLowerCase() === name)
  const isOurs = isLoopback(name) || isNamed || (hosts.isExposed && isIP(name) !== 0)
  if (!isOurs)
    return "The control plane does not answer under this host name; the setting controlHosts can allow it."
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
