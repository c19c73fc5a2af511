import { type FastifyDoor, toFastifyPlugin } from "@qriskit/http/fastify"
import { createConsole } from "./console.js"
import type { ConsoleOptions } from "./options.js"
import { bodyLimit } from "./request/upload.js"

/** What the plugin calls of an application, besides what the door does. */
interface Closing {
  addHook(name: "preClose", hook: (done: () => void) => void): unknown
}

/**
 * The console as a plugin of Fastify 5, below a prefix that is also its `path`. Its live pages end when the
 * application closes.
 *
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import fastify from "fastify"
 * import { type ConsolePayments } from "@qriskit/console"
 * import { createConsolePlugin } from "@qriskit/console/fastify"
 *
 * declare const payments: ConsolePayments
 *
 * const app = fastify()
 * const authorize = () => ({ who: "Kasir Contoh", may: "look" }) as const
 * app.register(createConsolePlugin({ payments, path: "/qris", authorize }), { prefix: "/qris" })
 * ```
 */
export const createConsolePlugin = (
  options: ConsoleOptions,
): ((app: Parameters<FastifyDoor>[0] & Closing, options: object) => Promise<void>) => {
  const console = createConsole(options)
  const door = toFastifyPlugin(console, { bodyLimit: bodyLimit(options) })
  return async (app, registered) => {
    app.addHook("preClose", (done) => {
      console.close()
      done()
    })
    await door(app, registered)
  }
}
