import * as tls from "node:tls"
import type { buildConnector, Dispatcher } from "undici"
import type { FieldIssue } from "../field-issue.js"
import { invalidNetwork, type NetworkOptions, networkFieldsIn } from "../network.js"
import { withoutInterim } from "./interim.js"
import { proxiesOf, proxyIssues } from "./proxy.js"

/** How connections are made. */
export interface UndiciTransportOptions extends NetworkOptions {
  /** Milliseconds until a connection, TLS included, must stand. Default 5,000. */
  readonly connectTimeout?: number
  /** Connections per origin. More requests than that wait in line. Default 64. */
  readonly connections?: number
}

/** What sends, and how it is closed. */
export interface OpenAgent {
  readonly dispatcher: Pick<Dispatcher, "dispatch">
  close(): Promise<void>
}

/**
 * TLS as asked for. rejectUnauthorized is stated so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch verification off.
 */
const tlsOf = ({ ca, cert, key, passphrase }: NetworkOptions) => ({
  rejectUnauthorized: true,
  ...(ca !== undefined && {
    ca: [...tls.getCACertificates("default"), ...(typeof ca === "string" ? [ca] : ca)],
  }),
  ...(cert !== undefined && { cert }),
  ...(key !== undefined && { key }),
  ...(passphrase !== undefined && { passphrase }),
})

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----/

/** OpenSSL skips an authority that is no PEM without a word; certificates and keys it tells about. */
const tlsIssues = (options: NetworkOptions): ReadonlyArray<FieldIssue> => {
  const { ca = [], cert, key } = options
  const authorities = typeof ca === "string" ? [ca] : ca
  const issues = authorities.every((text) => PEM_CERTIFICATE.test(text))
    ? []
    : [{ path: "ca", message: "must be certificates in PEM" }]
  if ((cert === undefined) !== (key === undefined))
    return [...issues, { path: cert === undefined ? "cert" : "key", message: "is required beside the other" }]
  try {
    if (cert !== undefined || issues.length === 0) tls.createSecureContext(tlsOf(options))
    return issues
  } catch {
    const path = cert === undefined ? "ca" : "cert"
    return [...issues, { path, message: "cannot be read, or does not belong to its key (or passphrase)" }]
  }
}

const issuesIn = (options: NetworkOptions): ReadonlyArray<FieldIssue> => {
  const { dispatcher, family } = options
  if (dispatcher !== undefined) {
    const others = networkFieldsIn(options).filter((field) => field !== "dispatcher")
    return [
      ...(typeof dispatcher.dispatch === "function"
        ? []
        : [{ path: "dispatcher", message: "must be a dispatcher of undici" }]),
      ...others.map((path) => ({ path, message: "cannot be set: the dispatcher decides" })),
    ]
  }
  const families: ReadonlyArray<unknown> = [undefined, 4, 6]
  const isNetworkTouched = networkFieldsIn(options).length > 0
  return [
    ...(families.includes(family) ? [] : [{ path: "family", message: "must be 4 or 6" }]),
    ...proxyIssues(options, process.env),
    ...(isNetworkTouched ? tlsIssues(options) : []),
  ]
}

/** Throws `InvalidConfiguration` for settings that cannot be right. */
export const checkNetwork = (options: NetworkOptions): void => {
  const issues = issuesIn(options)
  if (issues.length > 0) throw invalidNetwork(issues)
}

/**
 * undici is a third of what this project loads: it comes when a transport is opened, not when the module is imported.
 */
export const openAgent = async (options: UndiciTransportOptions): Promise<OpenAgent> => {
  const { connectTimeout = 5_000, connections = 64, family, dispatcher } = options
  // Somebody else's undici: what it must have was checked, and what else it has is its own matter.
  if (dispatcher !== undefined)
    return { dispatcher: dispatcher as unknown as Dispatcher, close: () => Promise.resolve() }
  const undici = await import("undici")

  const connect = {
    ...tlsOf(options),
    timeout: connectTimeout,
    allowH2: false,
    ...(family !== undefined && { family, autoSelectFamily: false }),
  }
  const tolerant =
    (connector: buildConnector.connector): buildConnector.connector =>
    (target, callback) =>
      connector(target, (...made: Parameters<buildConnector.Callback>) => {
        const [error, socket] = made
        if (error === null && socket !== null) callback(null, withoutInterim(socket))
        else callback(...made)
      })
  const direct = tolerant(undici.buildConnector(connect))

  const pool = (origin: string | URL, given: { readonly connect?: unknown }): Dispatcher =>
    new undici.Pool(origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      // Through a proxy undici brings a way of its own to connect.
      connect:
        typeof given.connect === "function" ? tolerant(given.connect as buildConnector.connector) : direct,
    })

  const proxies = proxiesOf(options, process.env)
  const agent =
    proxies === undefined
      ? new undici.Agent({ factory: pool })
      : new undici.EnvHttpProxyAgent({
          ...proxies,
          factory: pool,
          requestTls: connect,
          proxyTls: connect,
        })
  return { dispatcher: agent, close: () => agent.close() }
}
