import type { FieldIssue } from "../field-issue.js"
import type { NetworkOptions } from "../network.js"

/** Which proxies are used, as undici's `EnvHttpProxyAgent` wants them said. Empty: none for that scheme. */
export interface Proxies {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** What is on this machine is never behind a proxy. */
const THIS_MACHINE = "localhost,127.0.0.1,[::1]"

const SCHEMES: ReadonlySet<string> = new Set(["http:", "https:", "socks5:"])

/** `proxy.example:3128` is written as often as `http://proxy.example:3128`. */
const withScheme = (text: string): string => (text === "" || text.includes("://") ? text : `http://${text}`)

const isProxy = (address: string): boolean =>
  address === "" || (URL.canParse(address) && SCHEMES.has(new URL(address).protocol))

const issueOf = (path: string, address: string): ReadonlyArray<FieldIssue> =>
  isProxy(address)
    ? []
    : [{ path, message: "must be the address of a proxy, such as http://proxy.example:3128" }]

/** The proxies that the environment names, in either case of its variables: small letters first, as everywhere. */
const proxiesIn = (environment: Environment) => {
  const read = (name: string) => (environment[name.toLowerCase()] ?? environment[name] ?? "").trim()
  return {
    HTTPS_PROXY: withScheme(read("HTTPS_PROXY")),
    HTTP_PROXY: withScheme(read("HTTP_PROXY")),
    NO_PROXY: read("NO_PROXY"),
  }
}

/** What is wrong with the proxies that were set, or that the environment names. */
export const proxyIssues = (
  { proxy }: NetworkOptions,
  environment: Environment,
): ReadonlyArray<FieldIssue> => {
  if (typeof proxy === "string") return issueOf("proxy", withScheme(proxy.trim()))
  if (proxy === false) return []
  const { HTTPS_PROXY, HTTP_PROXY } = proxiesIn(environment)
  return [...issueOf("HTTPS_PROXY", HTTPS_PROXY), ...issueOf("HTTP_PROXY", HTTP_PROXY)]
}

/** The proxies to use; `undefined` for none. */
export const proxiesOf = ({ proxy }: NetworkOptions, environment: Environment): Proxies | undefined => {
  if (typeof proxy === "string") {
    const address = withScheme(proxy.trim())
    return { httpProxy: address, httpsProxy: address, noProxy: THIS_MACHINE }
  }
  if (proxy === false || environment["NODE_USE_ENV_PROXY"] === "0") return undefined
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = proxiesIn(environment)
  return HTTPS_PROXY === "" && HTTP_PROXY === ""
    ? undefined
    : {
        httpProxy: HTTP_PROXY,
        httpsProxy: HTTPS_PROXY,
        noProxy: NO_PROXY === "" ? THIS_MACHINE : `${NO_PROXY},${THIS_MACHINE}`,
      }
}
