import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readConnectionError } from "../src/connection-error.js"
import { forAll } from "./support/for-all.js"

const systemError = (code: string, syscall?: string) =>
  Object.assign(new Error(`${syscall} ${code}`), { code, ...(syscall === undefined ? {} : { syscall }) })

const wrap = (error: unknown, times: number): unknown =>
  times === 0 ? error : wrap(new TypeError("fetch failed", { cause: error }), times - 1)

describe("an error of a runtime that hides its socket", () => {
  it.each([
    ["ENOTFOUND", "getaddrinfo", "network"],
    ["EAI_AGAIN", "getaddrinfo", "network"],
    ["ECONNREFUSED", "connect", "network"],
    ["EHOSTUNREACH", "connect", "network"],
    ["ENETUNREACH", "connect", "network"],
    ["ECONNRESET", "connect", "network"],
    ["ETIMEDOUT", "connect", "timeout"],
    ["UND_ERR_CONNECT_TIMEOUT", undefined, "timeout"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", undefined, "network"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", undefined, "network"],
    ["CERT_HAS_EXPIRED", undefined, "network"],
  ])("means not sent: %s of %s", (code, syscall, kind) => {
    expect(readConnectionError(systemError(code, syscall))).toEqual({
      kind,
      outcome: "not_sent",
      description: "no connection could be made",
      code,
    })
  })

  it.each([
    ["ECONNRESET", "read", "network"],
    ["EPIPE", "write", "network"],
    ["ETIMEDOUT", "read", "timeout"],
    // The route broke under a connection that had carried the request.
    ["EHOSTUNREACH", "read", "network"],
    ["ENETUNREACH", "read", "network"],
    ["ECONNREFUSED", "read", "network"],
    ["ECONNREFUSED", undefined, "network"],
    ["UND_ERR_SOCKET", undefined, "network"],
    ["UND_ERR_HEADERS_TIMEOUT", undefined, "timeout"],
    ["UND_ERR_BODY_TIMEOUT", undefined, "timeout"],
    ["SOMETHING_NEW", undefined, "network"],
  ])("leaves in doubt: %s of %s", (code, syscall, kind) => {
    expect(readConnectionError(systemError(code, syscall))).toEqual({
      kind,
      outcome: "unknown",
      description: "the connection broke",
      code,
    })
  })

  it("is found under the errors that wrap it, five deep and no deeper", () => {
    const refused = systemError("ECONNREFUSED", "connect")
    expect(readConnectionError(wrap(refused, 5)).outcome).toBe("not_sent")
    expect(readConnectionError(wrap(refused, 6)).outcome).toBe("unknown")
  })

  it("is the first of several where several addresses were tried", () => {
    const attempts = [systemError("ECONNREFUSED", "connect"), systemError("ETIMEDOUT", "connect")]
    const error = Object.assign(new AggregateError(attempts), { code: "ECONNREFUSED" })
    expect(readConnectionError(wrap(error, 1))).toMatchObject({ outcome: "not_sent", code: "ECONNREFUSED" })
    expect(readConnectionError(new AggregateError([])).outcome).toBe("unknown")
  })

  it("without a code leaves everything in doubt", () => {
    const inDoubt = { kind: "network", outcome: "unknown", description: "the connection failed" }
    const circular = new Error("loop")
    circular.cause = circular
    for (const error of [
      new TypeError("fetch failed"),
      new DOMException("x", "AbortError"),
      circular,
      "text",
      null,
    ]) {
      expect(readConnectionError(error)).toEqual(inDoubt)
    }
  })

  it("is read without throwing, and not sent only where something says so", () => {
    forAll(fc.anything(), (error) => {
      expect(readConnectionError(error).outcome).toBe("unknown")
    })
  })
})
