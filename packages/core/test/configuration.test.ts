import { inspect } from "node:util"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  BaseUrl,
  decodeConfiguration,
  EmulatorUrl,
  emulatorIssues,
  InvalidConfiguration,
  MerchantId,
  Password,
  RetryPolicy,
  Secret,
  Timeouts,
} from "../src/configuration.js"
import { forAll } from "./support/for-all.js"

const complaint = (schema: Schema.Codec<unknown, unknown>, input: unknown): string | undefined => {
  const decoded = decodeConfiguration("contoh", Schema.Struct({ field: schema }))({ field: input })
  return Result.isFailure(decoded) ? decoded.failure.issues[0]?.message : undefined
}

const decodeUrl = Schema.decodeUnknownSync(BaseUrl)

describe("a base URL", () => {
  it.each([
    "https://api.example.co.id",
    "https://api.example.co.id:8443/v2/qris",
    "HTTPS://API.EXAMPLE.CO.ID",
    "https://[2001:db8::1]/",
    "http://localhost:8090",
    "http://127.0.0.1:8090/zipay",
    "http://127.8.9.10",
    "http://[::1]:8090",
    "http://[::ffff:127.0.0.1]:8090",
  ])("may be %s", (url) => {
    expect(complaint(BaseUrl, url)).toBeUndefined()
  })

  it.each([
    ["http://api.example.co.id", "must be https (http only on loopback)"],
    ["http://localhost.example.co.id", "must be https (http only on loopback)"],
    ["http://not-localhost", "must be https (http only on loopback)"],
    ["http://127.0.0.1.example.co.id", "must be https (http only on loopback)"],
    ["http://10.0.0.1", "must be https (http only on loopback)"],
    ["http://0.0.0.0", "must be https (http only on loopback)"],
    ["http://[::ffff:10.0.0.1]", "must be https (http only on loopback)"],
    ["ftp://localhost", "must be https (http only on loopback)"],
    ["file:///etc/passwd", "must be https (http only on loopback)"],
    ["javascript:alert(1)", "must be https (http only on loopback)"],
    ["https://user@api.example.co.id", "must not hold a user name or password"],
    ["https://:word@api.example.co.id", "must not hold a user name or password"],
    ["http://localhost:80@api.example.co.id", "must not hold a user name or password"],
    ["https://api.example.co.id/?key=1", "must not hold a query or fragment"],
    ["https://api.example.co.id/#x", "must not hold a query or fragment"],
    ["api.example.co.id", "must be an absolute URL"],
    ["//api.example.co.id", "must be an absolute URL"],
    ["/v2", "must be an absolute URL"],
    ["", "must be an absolute URL"],
    ["https://", "must be an absolute URL"],
    [" https://api.example.co.id", "must be an absolute URL"],
    ["https://api.example.co.id\n", "must be an absolute URL"],
    ["https://api.exam\tple.co.id", "must be an absolute URL"],
    ["https:\\\\api.example.co.id", "must be an absolute URL"],
    [new URL("https://api.example.co.id"), "must be text"],
    [undefined, "is required"],
    ["http://[::ffff:127.0.0.1].example.co.id", "must be an absolute URL"],
  ])("may not be %j", (url, message) => {
    expect(complaint(BaseUrl, url)).toBe(message)
  })

  it("is written back as it is", () => {
    expect(Schema.encodeSync(BaseUrl)("https://api.example.co.id")).toBe("https://api.example.co.id")
  })

  it("loses the slashes at its end, so that a path can follow", () => {
    expect(decodeUrl("https://api.example.co.id/")).toBe("https://api.example.co.id")
    expect(decodeUrl("https://api.example.co.id/v2//")).toBe("https://api.example.co.id/v2")
    expect(decodeUrl("https://api.example.co.id")).toBe("https://api.example.co.id")
  })

  it("has one spelling, however its host was written", () => {
    expect(decodeUrl("HTTPS://API.Example.CO.ID:443/v2")).toBe("https://api.example.co.id/v2")
  })
})

describe("an emulator's URL", () => {
  it.each([
    "http://sandbox:8090",
    "http://localhost:8090",
    "http://sandbox.toko.svc:8090",
    "http://sandbox.test/zipay",
    "http://10.0.0.7:8090",
    "http://172.16.0.1",
    "http://192.168.1.9:80",
    "http://[fd00::9]:8090",
    "https://sandbox.example.co.id",
  ])("may be %s", (url) => {
    expect(complaint(EmulatorUrl, url)).toBeUndefined()
  })

  it.each([
    "http://api.example.co.id",
    "http://172.32.0.1",
    "http://8.8.8.8",
    "http://134744072",
    "http://[2001:db8::1]",
    "http://0.0.0.0",
  ])("may not be %s, which is nobody's private network", (url) => {
    expect(complaint(EmulatorUrl, url)).toBe("must be an address within a private network")
  })

  it("stands neither beside production nor beside another address", () => {
    const decode = decodeConfiguration(
      "contoh",
      Schema.Struct({
        emulatorUrl: Schema.optionalKey(EmulatorUrl),
        baseUrl: Schema.optionalKey(BaseUrl),
        environment: Schema.optionalKey(Schema.String),
      }),
      emulatorIssues,
    )
    const emulatorUrl = "http://sandbox:8090"
    const message = (input: object) => Result.getOrThrow(Result.flip(decode(input))).issues
    expect(decode({ emulatorUrl, environment: "staging" })).toSatisfy(Result.isSuccess)
    expect(message({ emulatorUrl, environment: "production" })).toEqual([
      { path: "emulatorUrl", message: "must not be set together with environment production" },
    ])
    expect(message({ emulatorUrl, baseUrl: "https://api.example.co.id" })).toEqual([
      { path: "emulatorUrl", message: "must not be set together with baseUrl" },
    ])
    // Named once, and beside what is wrong elsewhere.
    expect(message({ emulatorUrl: "http://8.8.8.8", environment: "production" })).toHaveLength(1)
    expect(message({ emulatorUrl, environment: "production", other: 1 })).toHaveLength(2)
  })
})

describe("time-outs", () => {
  it("have defaults", () => {
    expect(Schema.decodeSync(Timeouts)({})).toEqual({
      connect: 5_000,
      headers: 15_000,
      body: 10_000,
      deadline: 30_000,
    })
    expect(Schema.decodeSync(RetryPolicy)({})).toEqual({ times: 3, baseDelay: 200, maxDelay: 5_000 })
  })

  it.each(["connect", "headers", "body", "deadline"])("range from 1 to 600,000 milliseconds: %s", (name) => {
    for (const milliseconds of [1, 600_000]) {
      expect(complaint(Timeouts, { [name]: milliseconds })).toBeUndefined()
    }
    for (const milliseconds of [0, -1, 600_001]) {
      expect(complaint(Timeouts, { [name]: milliseconds })).toBe("must be 1 to 600,000 milliseconds")
    }
    for (const milliseconds of [1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(complaint(Timeouts, { [name]: milliseconds })).toBe("must be whole milliseconds")
    }
    for (const milliseconds of ["5s", null, {}]) {
      expect(complaint(Timeouts, { [name]: milliseconds })).toBe("must be a number")
    }
  })

  it("repeat 0 to 10 times", () => {
    for (const times of [0, 10]) expect(complaint(RetryPolicy, { times })).toBeUndefined()
    for (const times of [-1, 11]) expect(complaint(RetryPolicy, { times })).toBe("must be 0 to 10")
  })
})

describe("a secret", () => {
  it("is redacted as soon as it is decoded", () => {
    const secret = Schema.decodeSync(Secret)("hunter2")
    expect(Redacted.value(secret)).toBe("hunter2")
    expect(`${secret} ${JSON.stringify(secret)} ${inspect(secret)}`).not.toContain("hunter2")
  })

  it("is not encoded back", () => {
    expect(() => Schema.encodeSync(Secret)(Redacted.make("hunter2"))).toThrow()
  })

  it.each([
    ["hunter2\n", "must not hold white space or line ends"],
    [" hunter2", "must not hold white space or line ends"],
    ["hunter2\r\n", "must not hold white space or line ends"],
    ["hunt\ter2", "must not hold white space or line ends"],
    ["hunt er2", "must not hold white space or line ends"],
    ["hunter2\u00a0", "must not hold white space or line ends"],
    ["\u200bhunter2", "must not hold white space or line ends"],
    ["\ufeffhunter2", "must not hold white space or line ends"],
    ["'hunter2'", "must not begin or end with quotes"],
    ['"hunter2"', "must not begin or end with quotes"],
    ["\u201chunter2\u201d", "must not begin or end with quotes"],
    ['hunter2"', "must not begin or end with quotes"],
  ])("is refused as %j, without being shown", (secret, message) => {
    expect(complaint(Secret, secret)).toBe(message)
    const failure = Result.flip(
      decodeConfiguration("contoh", Schema.Struct({ field: Secret }))({ field: secret }),
    )
    expect(inspect(Result.getOrThrow(failure), { depth: 20 })).not.toContain("hunter")
  })

  it.each(["hunter2", 'hun"ter2', "a+b/c==", "p@$$w0rd!", "kunci-ß"])("may be %j", (secret) => {
    expect(complaint(Secret, secret)).toBeUndefined()
    expect(complaint(Password, secret)).toBeUndefined()
  })

  it("may hold spaces within where people make it up", () => {
    expect(complaint(Password, "kopi dan teh")).toBeUndefined()
    expect(complaint(Password, '"dua" kopi')).toBeUndefined()
    for (const password of ["kopi ", " kopi", "kopi\n", "kopi\nteh", "kopi\u200b"]) {
      expect(complaint(Password, password)).toBe("must not begin or end with white space, or hold line ends")
      expect(complaint(MerchantId, password)).toBe(
        "must not begin or end with white space, or hold line ends",
      )
    }
    expect(complaint(Password, '"kopi dan teh"')).toBe("must not stand in quotes")
    expect(complaint(Password, "")).toBe("must not be empty")
  })

  it("is not empty, and is text", () => {
    expect(complaint(Secret, "")).toBe("must not be empty")
    expect(complaint(Secret, 12_345)).toBe("must be text")
  })
})

describe("decodeConfiguration", () => {
  const Config = Schema.Struct({ baseUrl: BaseUrl, password: Secret, timeouts: Timeouts, retry: RetryPolicy })
  const decode = decodeConfiguration("contoh", Config)

  it("gives the decoded configuration", () => {
    const configuration = Result.getOrThrow(
      decode({
        baseUrl: "https://api.example.co.id/",
        password: "hunter2",
        timeouts: { connect: 100 },
        retry: {},
      }),
    )
    expect(configuration.baseUrl).toBe("https://api.example.co.id")
    expect(configuration.timeouts.connect).toBe(100)
  })

  it("names every wrong field at once, and every field it does not know", () => {
    const failure = Result.getOrThrow(
      Result.flip(
        decode({ baseURL: "https://x.example", timeouts: { total: 5, connect: 0 }, retry: { times: 11 } }),
      ),
    )
    expect(failure).toBeInstanceOf(InvalidConfiguration)
    expect(failure.message).toBe(
      "contoh is not configured correctly: baseURL is not a known field; baseUrl is required; password is required; timeouts.total is not a known field; timeouts.connect must be 1 to 600,000 milliseconds; retry.times must be 0 to 10.",
    )
  })

  it("tells of a field that is undefined as of one that was left out, and loses none without a word", () => {
    const failure = Result.getOrThrow(
      Result.flip(
        decode({ baseUrl: undefined, password: "hunter2", timeouts: { connect: undefined }, retry: {} }),
      ),
    )
    expect(failure.message).toBe(
      "contoh is not configured correctly: baseUrl is required; timeouts.connect must not be undefined: give it a value, or leave it out.",
    )
  })

  it("asks what decoded fields must have together, beside what is undefined", () => {
    const both = decodeConfiguration(
      "contoh",
      Schema.Struct({ host: Schema.optionalKey(Schema.String), port: Schema.optionalKey(Schema.String) }),
      () => [],
      ({ host }) =>
        host === undefined ? [{ path: "host", message: "is required: nobody else names one" }] : [],
    )
    expect(Result.isSuccess(both({ host: "contoh.example" }))).toBe(true)
    expect(Result.getOrThrow(Result.flip(both({ host: undefined, port: undefined }))).issues).toEqual([
      { path: "host", message: "is required: nobody else names one" },
      { path: "port", message: "must not be undefined: give it a value, or leave it out" },
    ])
  })

  it.each([undefined, null, "x", 7, []])("refuses %j as a whole", (input) => {
    expect(Result.getOrThrow(Result.flip(decode(input))).message).toBe(
      "contoh is not configured correctly: must be an object.",
    )
  })

  it("never holds a value, whichever field it is in", () => {
    forAll(
      fc.uuid(),
      fc.constantFrom("baseUrl", "password", "timeouts", "retry", "other"),
      (value, field) => {
        for (const wrong of [
          value,
          [value],
          { nested: value },
          { times: value, connect: value },
          `http://${value}`,
        ]) {
          const decoded = decode({ timeouts: 1, [field]: wrong })
          const failure = Result.getOrThrow(Result.flip(decoded))
          for (const shown of [
            failure.message,
            String(failure),
            JSON.stringify(failure),
            inspect(failure, { depth: 20 }),
          ]) {
            expect(shown).not.toContain(value)
          }
          expect(failure.stack ?? "").not.toContain(value)
        }
      },
    )
  })
})
