import { SandboxError } from "./sandbox-error.js"
import type { SandboxOptions } from "./settings.js"
import { SNAP_ACQUIRERS, type SnapAcquirer } from "./snap/names.js"

export const commandOptions = {
  port: { type: "string", default: "8090" },
  host: { type: "string" },
  seed: { type: "string" },
  clock: { type: "string" },
  "expose-control": { type: "boolean" },
  "control-host": { type: "string", multiple: true },
  "allow-callback-host": { type: "string", multiple: true },
  "zipay-callback-url": { type: "string" },
  "ifortepay-static-callback-url": { type: "string" },
  "midtrans-callback-url": { type: "string" },
  "xendit-callback-url": { type: "string" },
  "snap-callback-url": { type: "string", multiple: true },
  snap: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const

export const USAGE = `Usage: qriskit-sandbox [options]

Emulates iFortepay, Zipay, Midtrans, Xendit and nine acquirers over SNAP on this machine. Prints the settings to paste into your application.

  --port <number>                        default 8090; 0 for any free port
  --host <address>                       default 127.0.0.1
  --seed <number>                        ids follow from it; default 0
  --clock <real|manual>                  default real
  --expose-control                       serve the control plane on a host that is not loopback
  --control-host <name>                  a name under which it is called there; can be given again
  --allow-callback-host <name>           a host besides this machine that callbacks may go to; can be given again
  --zipay-callback-url <url>             where Zipay announces payments
  --ifortepay-static-callback-url <url>  where iFortepay announces payments on its static QR
  --midtrans-callback-url <url>          where Midtrans announces payments that named no address of their own
  --xendit-callback-url <url>            where Xendit announces payments
  --snap-callback-url <acquirer>=<url>   where a SNAP acquirer announces payments; can be given again
  --snap <acquirer>                      prints the settings of a SNAP acquirer, too: ${SNAP_ACQUIRERS.join(", ")}
  --help, --version`

interface CommandValues {
  readonly port: string
  readonly host?: string
  readonly seed?: string
  readonly clock?: string
  readonly "expose-control"?: boolean
  readonly "control-host"?: string[]
  readonly "allow-callback-host"?: string[]
  readonly "zipay-callback-url"?: string
  readonly "ifortepay-static-callback-url"?: string
  readonly "midtrans-callback-url"?: string
  readonly "xendit-callback-url"?: string
  readonly "snap-callback-url"?: string[]
}

/** @throws SandboxError `invalid_settings` for what cannot be a setting; the rest is checked at start */
export function optionsOf(values: CommandValues): SandboxOptions {
  const zipayUrl = values["zipay-callback-url"]
  const staticUrl = values["ifortepay-static-callback-url"]
  const midtransUrl = values["midtrans-callback-url"]
  const xenditUrl = values["xendit-callback-url"]
  return {
    port: wholeNumber("port", values.port),
    ...(values.host !== undefined && { host: values.host }),
    ...(values.seed !== undefined && { seed: wholeNumber("seed", values.seed) }),
    ...(values.clock !== undefined && { clock: clockNamed(values.clock) }),
    ...(values["expose-control"] !== undefined && { exposeControl: values["expose-control"] }),
    ...(values["control-host"] !== undefined && { controlHosts: values["control-host"] }),
    ...(values["allow-callback-host"] !== undefined && { allowCallbackHosts: values["allow-callback-host"] }),
    ...(zipayUrl !== undefined && { zipay: { callbackUrl: zipayUrl } }),
    ...(staticUrl !== undefined && { ifortepay: { staticCallbackUrl: staticUrl } }),
    ...(midtransUrl !== undefined && { midtrans: { callbackUrl: midtransUrl } }),
    ...(xenditUrl !== undefined && { xendit: { callbackUrl: xenditUrl } }),
    ...(values["snap-callback-url"] !== undefined && {
      snap: { callbackUrls: Object.fromEntries(values["snap-callback-url"].map(snapCallbackUrl)) },
    }),
  }
}

/** @throws SandboxError `invalid_settings` for a name that is none */
export function snapAcquirer(name: string): SnapAcquirer {
  const found = SNAP_ACQUIRERS.find((acquirer) => acquirer === name)
  if (found !== undefined) return found
  throw new SandboxError("invalid_settings", `--snap knows ${SNAP_ACQUIRERS.join(", ")}.`)
}

function snapCallbackUrl(pair: string): [SnapAcquirer, string] {
  const [name = "", ...url] = pair.split("=")
  return [snapAcquirer(name), url.join("=")]
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,16}$/.test(text)) return Number(text)
  throw new SandboxError("invalid_settings", `--${name} takes a whole number.`)
}

function clockNamed(name: string): "real" | "manual" {
  if (name === "real" || name === "manual") return name
  throw new SandboxError("invalid_settings", "--clock is real or manual.")
}
