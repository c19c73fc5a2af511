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

  it.each([
    ["ECONNREFUSED: Unable to connect. Is the computer able to access the url?", "ECONNREFUSED", "network"],
    ["EHOSTUNREACH: Unable to connect. Is the computer able to access the url?", "EHOSTUNREACH", "network"],
    ["ETIMEDOUT: Unable to connect. Is the computer able to access the url?", "ETIMEDOUT", "timeout"],
  ])("of Bun's means not sent: %s", (message, code, kind) => {
    expect(readConnectionError(Object.assign(new TypeError(message), { code, errno: 0 }))).toEqual({
      kind,
      outcome: "not_sent",
      description: "no connection could be made",
      code,
    })
  })

  it.each([
    "client error (Connect): tcp connect error: Connection refused (os error 111)",
    "client error (Connect): dns error: failed to lookup address information: Name or service not known",
    "client error (Connect): invalid peer certificate: UnknownIssuer",
    "client error (Connect): Connection reset by peer (os error 104)",
  ])("of Deno's means not sent: %s", (words) => {
    const cause = new Error(`error sending request for url (https://api.example.co.id/pay?a=1): ${words}`)
    expect(readConnectionError(new TypeError("fetch failed", { cause }))).toEqual({
      kind: "network",
      outcome: "not_sent",
      description: "no connection could be made",
    })
  })

  it.each([
    // Bun, whatever the system said about a connection that stood: seen with ECONNREFUSED and EHOSTUNREACH of a read.
    ["ECONNRESET: The socket connection was closed unexpectedly. For more information, …", "ECONNRESET"],
    // Deno, at the same.
    ["Connection refused (os error 111)"],
    [
      "error sending request from 127.0.0.1:1 for http://127.0.0.1:2/a (127.0.0.1:2): client error (SendRequest): x",
    ],
    // Words within an address, which a runtime writes without spaces.
    [
      "error sending request for url (https://a.example/): client error (SendRequest): client error (Connect): ",
    ],
    ["could not do it: ECONNREFUSED: Unable to connect. "],
  ])("leaves in doubt: %s", (message, code?: string) => {
    const error = Object.assign(new TypeError(message), code === undefined ? {} : { code })
    expect(readConnectionError(error).outcome).toBe("unknown")
    expect(readConnectionError(wrap(error, 1)).outcome).toBe("unknown")
  })

  it("believes the system call where words say something else", () => {
    const error = Object.assign(new Error("ECONNREFUSED: Unable to connect. x"), {
      code: "ECONNREFUSED",
      syscall: "read",
    })
    expect(readConnectionError(error).outcome).toBe("unknown")
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
