import type { ServerResponse } from "node:http"
import { isJsonObject, removeAt, setAt } from "./dotted-path.js"
import type { Fault } from "./fault.js"
import { jsonAnswer, type WireAnswer } from "./wire.js"

const OVERSIZE_BYTES = 1024 * 1024

/**
 * Sends answers, well or as a fault wants it. Answers that a fault holds back end when their wait is over, when
 * the client goes away, or when they are released.
 */
export class Answering {
  readonly #held = new Set<() => void>()

  /**
   * Answers one request.
   *
   * @param act does the work and says what the acquirer would answer
   * @returns what was put on the wire, as far as it got; undefined for nothing
   */
  async answer(
    response: ServerResponse,
    act: () => WireAnswer,
    fault: Fault | undefined,
  ): Promise<WireAnswer | undefined> {
    if (fault === undefined) return send(response, act())
    switch (fault.kind) {
      case "silence":
        if (fault.acting) act()
        await this.#hold(response)
        return cut(response)
      case "cut":
        if (fault.acting) act()
        return cut(response)
      case "half-body":
        return sendHalf(response, act())
      case "slow-headers": {
        const answer = act()
        return (await this.#hold(response, fault.ms)) ? send(response, answer) : cut(response)
      }
      case "slow-body": {
        const answer = act()
        const rest = startBody(response, answer)
        if (!(await this.#hold(response, fault.ms))) return cut(response)
        response.end(rest)
        return answer
      }
      case "status":
        if (fault.acting) act()
        return send(response, {
          status: fault.status,
          headers: { "content-type": fault.contentType ?? "text/plain", ...fault.headers },
          body: fault.body ?? "",
        })
      case "content-type": {
        const answer = act()
        return send(response, {
          ...answer,
          headers: { ...answer.headers, "content-type": fault.contentType },
        })
      }
      case "oversized":
        return send(response, inflated(act()))
      case "redirect":
        return send(response, { status: 307, headers: { location: fault.location }, body: "" })
      case "amend":
        return send(response, amended(act(), fault))
    }
  }

  /** Ends every answer that is held back: their connections are cut. */
  release(): void {
    for (const release of this.#held) release()
  }

  /** True when `ms` milliseconds have passed; false when the client left or everything was released first. */
  #hold(response: ServerResponse, ms?: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (hasWaited: boolean) => {
        clearTimeout(timer)
        this.#held.delete(release)
        response.off("close", release)
        resolve(hasWaited)
      }
      const release = () => settle(false)
      const timer = ms === undefined ? undefined : setTimeout(() => settle(true), ms)
      this.#held.add(release)
      response.once("close", release)
      if (response.destroyed) release()
    })
  }
}

function send(response: ServerResponse, answer: WireAnswer): WireAnswer {
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) })
  response.end(answer.body)
  return answer
}

function cut(response: ServerResponse): undefined {
  const { socket } = response
  // A connection that is being closed in an orderly way cannot be reset any more.
  if (socket?.writable) socket.resetAndDestroy()
  else socket?.destroy()
  response.destroy()
  return undefined
}

/** Sends the headers and the first half of the body; returns the second half. */
function startBody(response: ServerResponse, answer: WireAnswer): Buffer {
  const body = Buffer.from(answer.body)
  const middle = Math.floor(body.length / 2)
  response.writeHead(answer.status, { ...answer.headers, "content-length": body.length })
  response.write(body.subarray(0, middle))
  return body.subarray(middle)
}

function sendHalf(response: ServerResponse, answer: WireAnswer): WireAnswer {
  startBody(response, answer)
  // An orderly close of the socket, so that the half already written arrives before it.
  response.socket?.destroySoon()
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }
}

function inflated(answer: WireAnswer): WireAnswer {
  const content: unknown = JSON.parse(answer.body)
  const padding = "x".repeat(OVERSIZE_BYTES)
  return jsonAnswer(answer.status, isJsonObject(content) ? { ...content, padding } : [content, padding])
}

function amended(answer: WireAnswer, fault: Extract<Fault, { kind: "amend" }>): WireAnswer {
  const content: unknown = JSON.parse(answer.body)
  if (!isJsonObject(content)) return answer
  for (const [path, value] of Object.entries(fault.set ?? {})) setAt(content, path, value)
  for (const path of fault.remove ?? []) removeAt(content, path)
  return jsonAnswer(answer.status, fault.wrap ? { data: content } : content)
}
