import type { IncomingMessage, ServerResponse } from "node:http"
import { reportBug } from "../bug.js"
import { readBody } from "../request-body.js"
import { parseJson } from "../request-content.js"
import { SandboxError, type SandboxErrorCode } from "../sandbox-error.js"
import { performOn } from "./perform.js"
import { CONTROL_PREFIX, type ControlName, protocol } from "./protocol.js"
import type { Workshop } from "./workshop.js"

/** A fault may carry a body of its own, so this is more than the wire takes. */
const BODY_LIMIT_BYTES = 1024 * 1024

const HTTP_STATUS: Record<SandboxErrorCode, number> = {
  invalid_settings: 400,
  invalid_input: 400,
  not_found: 404,
  refused: 409,
  unsupported: 409,
  clock_is_real: 409,
  port_in_use: 409,
  closed: 410,
  unreachable: 502,
  internal: 500,
}

/** Answers one request to the control plane. The guard has let it in. */
export async function serveControl(
  workshop: Workshop,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const name = url.pathname.slice(CONTROL_PREFIX.length)
    if (!isControlName(name))
      throw new SandboxError(
        "not_found",
        `No such control operation. There are ${Object.keys(protocol).join(", ")}.`,
      )
    const input = await readInput(name, url, request)
    const output = await performOn(workshop, request.socket)(name, input)
    if (name === "faults/refuse") response.setHeader("connection", "close")
    sendJson(response, 200, output)
  } catch (error) {
    const failure = error instanceof SandboxError ? error : unexpected(error, request)
    sendJson(response, HTTP_STATUS[failure.code], { error: { code: failure.code, message: failure.message } })
  }
}

function unexpected(error: unknown, request: IncomingMessage): SandboxError {
  // The client went away while it was sending: there is nobody to answer.
  if (!request.complete) throw error
  reportBug(error)
  return new SandboxError("internal", "The sandbox failed.")
}

export function sendJson(response: ServerResponse, status: number, content: unknown): void {
  const body = JSON.stringify(content)
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  })
  response.end(body)
}

async function readInput(name: ControlName, url: URL, request: IncomingMessage): Promise<unknown> {
  if (request.method === "GET" && protocol[name].reads) {
    return Object.fromEntries(
      Array.from(url.searchParams, ([key, value]) => [key, key === "since" ? Number(value) : value]),
    )
  }
  if (request.method !== "POST") throw new SandboxError("invalid_input", `${name} takes POST.`)
  const body = await readBody(request, BODY_LIMIT_BYTES)
  if (body === undefined) throw new SandboxError("invalid_input", "The body is longer than 1 MiB.")
  const input = body.byteLength === 0 ? {} : parseJson(body)
  if (input === undefined) throw new SandboxError("invalid_input", "The body is not JSON.")
  return input
}

function isControlName(name: string): name is ControlName {
  return Object.hasOwn(protocol, name)
}
