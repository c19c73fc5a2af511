import type { IncomingMessage, ServerResponse } from "node:http"
import type { Answering } from "./answering.js"
import { reportBug } from "./bug.js"
import type { FaultScript } from "./fault-script.js"
import type { Journal } from "./journal.js"
import { readBody } from "./request-body.js"
import { findRoute } from "./route.js"
import type { Dialect, WireAnswer, WireRequest } from "./wire.js"

const BODY_LIMIT_BYTES = 64 * 1024

/** The acquirers' side of the server: finds the route, writes the journal, lets faults strike. */
export class WireServer {
  readonly #dialects: ReadonlyArray<Dialect>
  readonly #faults: FaultScript
  readonly #journal: Journal
  readonly #answering: Answering

  constructor(dialects: ReadonlyArray<Dialect>, faults: FaultScript, journal: Journal, answering: Answering) {
    this.#dialects = dialects
    this.#faults = faults
    this.#journal = journal
    this.#answering = answering
  }

  /** The acquirer whose base URL `path` lies below. */
  dialectOf(path: string): Dialect | undefined {
    return this.#dialects.find(({ provider }) => path.startsWith(`/${provider}/`))
  }

  async handle(
    dialect: Dialect,
    path: string,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(incoming, BODY_LIMIT_BYTES)
    const method = incoming.method ?? ""
    const below = path.slice(dialect.provider.length + 1)
    const met = findRoute(dialect.routes, method, below)
    const route = typeof met === "object" ? met.route : undefined
    const request: WireRequest = {
      method,
      path: below,
      id: typeof met === "object" ? met.id : "",
      headers: incoming.headers,
      body: body ?? new Uint8Array(),
    }
    const close = this.#journal.open(dialect.provider, route?.operation, request)
    const refuse = async (status: number, message: string): Promise<void> => {
      close(
        await this.#answering.answer(response, () => dialect.refuse(status, message), undefined),
        undefined,
      )
    }

    if (body === undefined) {
      // The rest of the body stays unread, so the connection cannot be used again.
      response.setHeader("connection", "close")
      return refuse(413, "The body is longer than 64 KiB")
    }
    if (met === "method") return refuse(405, "Method not allowed")
    if (route === undefined) return refuse(404, "Not found")

    const fault = this.#faults.take(route.operation)
    const act = (): WireAnswer => {
      try {
        return route.answer(request)
      } catch (error) {
        reportBug(error)
        return dialect.refuse(500, "System error")
      }
    }
    close(await this.#answering.answer(response, act, fault), fault)
  }
}
