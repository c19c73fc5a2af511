import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { NotificationUrl } from "../src/notification-url.js"
import { notificationUrlIssues } from "../src/provider-kit/notification-url-issues.js"

const decode = Schema.decodeUnknownResult(NotificationUrl)

describe("a callback address", () => {
  it.each([
    "https://toko.example/callback?key=1",
    "https://203.0.113.9/",
    "http://localhost:3000/callback",
    "http://shop:3000/callback",
    "http://[::1]:3000/",
  ])("may be %s, as text and as a URL", (address) => {
    expect(decode(address)).toSatisfy(Result.isSuccess)
    expect(decode(new URL(address))).toSatisfy(Result.isSuccess)
  })

  it.each([
    "http://toko.example/callback",
    "http://203.0.113.9/",
    "ftp://toko.example/",
    "javascript:alert(1)",
    "https://toko:hunter2@toko.example/",
    "https://toko@toko.example/",
    "toko.example/callback",
    "",
  ])("may not be %j, as text or as a URL", (address) => {
    expect(decode(address)).toSatisfy(Result.isFailure)
    if (URL.canParse(address)) expect(decode(new URL(address))).toSatisfy(Result.isFailure)
  })

  it("is plain http only for an emulator", () => {
    const plain = new URL("http://localhost:3000/callback")
    for (const emulator of ["http://127.0.0.1:8090", "http://sandbox:8090", "https://sandbox.test"])
      expect(notificationUrlIssues(plain, emulator)).toEqual([])
    expect(notificationUrlIssues(plain, "https://api.example.co.id")).toEqual([
      { path: "notificationUrl", message: "must be https: only an emulator calls back over plain http" },
    ])
    expect(notificationUrlIssues(new URL("https://toko.example"), "https://api.example.co.id")).toEqual([])
    expect(notificationUrlIssues(undefined, "https://api.example.co.id")).toEqual([])
  })
})
