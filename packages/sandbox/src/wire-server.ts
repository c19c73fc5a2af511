import type { IncomingMessage, ServerResponse } from "node:http"
import type { Answering } from "./answering.js"
import { reportBug } from "./bug.js"
import type { FaultScript } from "./fault-script.js"
import type { Journal } from "./journal.js"
import { readBody } from "./request-body.js"
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
    const request: WireRequest = {
      method: incoming.method ?? "",
      path: path.slice(dialect.provider.length + 1),
      headers: incoming.headers,
      body: body ?? new Uint8Array(),
    }
    const route = Object.hasOwn(dialect.routes, request.path) ? dialect.routes[request.path] : undefined
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
    if (route === undefined) return refuse(404, "Not found")
    if (request.method !== "POST") return refuse(405, "Method not allowed")

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
