import type { IncomingMessage } from "node:http"

/** To which host a request was sent and from where, as far as that may be believed. */
export interface Origin {
  readonly protocol: "http:" | "https:"
  readonly host: string
  readonly remoteAddress: string | undefined
}

const isEncrypted = ({ socket }: IncomingMessage): boolean =>
  "encrypted" in socket && socket.encrypted === true

const textOf = (header: string | Array<string> | undefined): string | undefined => [header].flat()[0]

/** What the outermost of so many proxies wrote. Whatever stands before it came from outside. */
const forwarded = (header: string | Array<string> | undefined, proxies: number): string | undefined => {
  const entries = [header]
    .flat()
    .flatMap((text) => text?.split(",") ?? [])
    .map((text) => text.trim())
  return proxies === 0 ? undefined : (entries.at(-proxies) ?? entries[0])
}

/** What a request of Node's was sent to, behind so many proxies. */
export const originBehind = (request: IncomingMessage, proxies: number): Origin => {
  const { headers, socket } = request
  const protocol = forwarded(headers["x-forwarded-proto"], proxies)?.toLowerCase()
  return {
    protocol: (protocol ?? (isEncrypted(request) ? "https" : "http")) === "https" ? "https:" : "http:",
    host:
      forwarded(headers["x-forwarded-host"], proxies) ??
      textOf(headers[":authority"]) ??
      headers.host ??
      "localhost",
    remoteAddress: forwarded(headers["x-forwarded-for"], proxies) ?? socket.remoteAddress,
  }
}

const trustOf = (request: object): ((address: string | undefined, hop: number) => unknown) | undefined => {
  const app: unknown = Reflect.get(request, "app")
  if (typeof app !== "function") return undefined
  const get: unknown = Reflect.get(app, "get")
  const trust: unknown = typeof get === "function" ? Reflect.apply(get, app, ["trust proxy fn"]) : undefined
  return typeof trust === "function" ? (...args) => Reflect.apply(trust, undefined, args) : undefined
}

/** The same as an Express application sees it, by its own `trust proxy`. `undefined` where it is none of Express's. */
export const originInExpress = (request: IncomingMessage): Origin | undefined => {
  const trust = trustOf(request)
  if (trust === undefined) return undefined
  const own = originBehind(request, 0)
  const isTrusted = Boolean(trust(request.socket.remoteAddress, 0))
  const [protocol, ip]: ReadonlyArray<unknown> = [
    Reflect.get(request, "protocol"),
    Reflect.get(request, "ip"),
  ]
  const host = isTrusted ? textOf(request.headers["x-forwarded-host"])?.split(",")[0]?.trim() : undefined
  return {
    protocol: protocol === "https" ? "https:" : "http:",
    host: host || own.host,
    remoteAddress: typeof ip === "string" ? ip : own.remoteAddress,
  }
}
