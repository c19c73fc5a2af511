import { type DoorOptions, toNodeListener } from "@qriskit/http/node"
import { createConsole } from "./console.js"
import type { ConsoleOptions } from "./options.js"
import { bodyLimit } from "./request/upload.js"

/** What a listener of Node's takes besides the console's own options. */
export interface ConsoleListenerOptions extends ConsoleOptions, Pick<DoorOptions, "trustProxy"> {}

/** A listener of Node's, with what ends its live pages. */
export type ConsoleListener = ReturnType<typeof toNodeListener> & { close(): void }

/**
 * The console as a listener of `http.createServer`, and as a middleware of Express 4 and 5 and Connect: mount it in
 * front of body parsers, at the `path` that it is told.
 *
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import express from "express"
 * import { type ConsolePayments } from "@qriskit/console"
 * import { createConsoleListener } from "@qriskit/console/node"
 *
 * declare const payments: ConsolePayments
 *
 * const console = createConsoleListener({
 *   payments,
 *   path: "/qris",
 *   authorize: () => ({ who: "Kasir Contoh", may: "look" }),
 * })
 * const app = express()
 * app.use("/qris", console)
 * ```
 */
export const createConsoleListener = ({
  trustProxy,
  ...options
}: ConsoleListenerOptions): ConsoleListener => {
  const console = createConsole(options)
  const listener = toNodeListener(console, {
    bodyLimit: bodyLimit(options),
    ...(trustProxy !== undefined && { trustProxy }),
  })
  return Object.assign(listener, { close: () => console.close() })
}
