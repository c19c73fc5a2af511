import type { ServerResponse } from "node:http"
import type { Fault } from "@qriskit/sandbox"

/** A JSON answer before a fault strikes it. */
export interface PlainAnswer {
  readonly status: number
  readonly body: string
}

type JsonObject = Record<string, unknown>

const MEGABYTE = 1024 * 1024

const send = (
  response: ServerResponse,
  { status, body }: PlainAnswer,
  contentType = "application/json",
): void => {
  response
    .writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) })
    .end(body)
}

/** Sends the headers and half the body; returns the rest. */
const sendHalf = (response: ServerResponse, { status, body }: PlainAnswer): string => {
  const middle = Math.floor(body.length / 2)
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  })
  response.write(body.slice(0, middle))
  return body.slice(middle)
}

/** The object that a dotted path leads into, and the path's last step. */
const locate = (root: JsonObject, path: string): [holder: JsonObject, key: string] => {
  const steps = path.split(".")
  const key = steps.pop() ?? ""
  let holder = root
  for (const step of steps) {
    holder[step] ??= {}
    // Paths lead through objects of Tinypay's own answers.
    holder = holder[step] as JsonObject
  }
  return [holder, key]
}

const amended = (
  { status, body }: PlainAnswer,
  { set = {}, remove = [] }: Extract<Fault, { kind: "amend" }>,
): PlainAnswer => {
  const content: JsonObject = JSON.parse(body)
  for (const [path, value] of Object.entries(set)) {
    const [holder, key] = locate(content, path)
    holder[key] = value
  }
  for (const path of remove) {
    const [holder, key] = locate(content, path)
    delete holder[key]
  }
  return { status, body: JSON.stringify(content) }
}

/**
 * Answers one request as a fault wants it.
 *
 * @param act does the work and says what the answer would be
 * @param later calls back after so many milliseconds, unless the faults are cleared first
 */
export const answerWithFault = (
  response: ServerResponse,
  act: () => PlainAnswer,
  fault: Fault | undefined,
  later: (millis: number, then: () => void) => void,
): void => {
  switch (fault?.kind) {
    case undefined:
      send(response, act())
      break
    case "silence":
      if (fault.acting) act()
      later(Number.POSITIVE_INFINITY, () => undefined)
      break
    case "cut":
      if (fault.acting) act()
      response.socket?.resetAndDestroy()
      break
    case "half-body":
      sendHalf(response, act())
      response.socket?.end()
      break
    case "slow-headers": {
      const answer = act()
      later(fault.ms, () => send(response, answer))
      break
    }
    case "slow-body": {
      const rest = sendHalf(response, act())
      later(fault.ms, () => response.end(rest))
      break
    }
    case "status":
      if (fault.acting) act()
      response.writeHead(fault.status, {
        "content-type": fault.contentType ?? "text/plain",
        ...fault.headers,
      })
      response.end(fault.body)
      break
    case "content-type":
      send(response, act(), fault.contentType)
      break
    case "oversized":
      send(response, amended(act(), { kind: "amend", set: { padding: "x".repeat(MEGABYTE) } }))
      break
    case "redirect":
      response.writeHead(307, { location: fault.location }).end()
      break
    case "amend":
      send(response, amended(act(), fault))
      break
  }
}
