import { SandboxError } from "./sandbox-error.js"
import type { SandboxOptions } from "./settings.js"

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
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const

export const USAGE = `Usage: qriskit-sandbox [options]

Emulates iFortepay, Zipay, Midtrans and Xendit on this machine. Prints the settings to paste into your application.

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
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,16}$/.test(text)) return Number(text)
  throw new SandboxError("invalid_settings", `--${name} takes a whole number.`)
}

function clockNamed(name: string): "real" | "manual" {
  if (name === "real" || name === "manual") return name
  throw new SandboxError("invalid_settings", "--clock is real or manual.")
}
