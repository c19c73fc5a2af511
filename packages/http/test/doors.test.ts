import { once } from "node:events"
import { describe, expect, it } from "vitest"
import { callerOf } from "../src/caller.js"
import { DOORS, MOUNT } from "./support/doors.js"
import { Gate } from "./support/gate.js"

/** Tells back what it was asked. */
const echo = async (request: Request): Promise<Response> => {
  const bytes = Buffer.from(await request.arrayBuffer())
  const { method, url, headers } = request
  const told = {
    method,
    url,
    type: headers.get("content-type"),
    body: bytes.toString("base64"),
    from: callerOf(request),
  }
  return Response.json(told, { status: 201, headers: { "x-told": "yes" } })
}

const chunksOf = (made: AsyncIterable<string>): ReadableStream<Uint8Array> =>
  ReadableStream.from(made).pipeThrough(new TextEncoderStream())

describe.each(DOORS)("%s", (_name, open) => {
  it("hands over the address, the method and the very bytes", async () => {
    await using server = await open(echo)
    const body = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x20, 0xff, 0x7d, 0x0d, 0x0a])
    const answer = await server.call({ method: "PUT", path: `${MOUNT}/a%2Fb/?q=1`, body })
    expect(answer.status).toBe(201)
    expect(answer.headers["x-told"]).toBe("yes")
    expect(JSON.parse(answer.body)).toEqual({
      method: "PUT",
      url: `http://127.0.0.1:${server.port}${MOUNT}/a%2Fb/?q=1`,
      type: null,
      body: body.toString("base64"),
      from: expect.stringMatching(/127\.0\.0\.1$/),
    })
  })

  it.each(["application/json", "nonsense", "text/plain; charset=latin1"])(
    "leaves a body of type %s as it is",
    async (type) => {
      await using server = await open(echo)
      const path = MOUNT
      const answer = await server.call({ path, headers: { "content-type": type }, body: "{not json" })
      expect(JSON.parse(answer.body)).toMatchObject({
        type,
        body: Buffer.from("{not json").toString("base64"),
      })
    },
  )

  it("sends each part of a body when it is made", async () => {
    const isRead = new Gate()
    async function* parts() {
      yield "one"
      await isRead.opened
      yield "two"
    }
    await using server = await open(() => new Response(chunksOf(parts())))
    const { response } = await server.open({ path: `${MOUNT}/` })
    const seen: Array<string> = []
    for await (const chunk of response) {
      seen.push(String(chunk))
      isRead.open()
    }
    expect(seen).toEqual(["one", "two"])
    expect(response.statusMessage).toBe("OK")
  })

  it("opens a stream of events before there is one, and ends it when the client goes away", async () => {
    const ends: Array<string> = []
    const gone = new Gate()
    const end = (what: string) => {
      ends.push(what)
      if (ends.length === 2) gone.open()
    }
    await using server = await open((request) => {
      request.signal.addEventListener("abort", () => end("aborted"))
      const body = new ReadableStream<Uint8Array>({ cancel: () => end("canceled") })
      return new Response(body, { headers: { "content-type": "text/event-stream" } })
    })
    const { response, leave } = await server.open({ path: MOUNT })
    expect(response.headers["content-type"]).toBe("text/event-stream")
    leave()
    await gone.opened
    expect(ends.sort()).toEqual(["aborted", "canceled"])
  })

  it("does not abort what was answered whole", async () => {
    const signals: Array<AbortSignal> = []
    await using server = await open((request) => {
      signals.push(request.signal)
      return new Response("whole")
    })
    const { response, leave } = await server.open({ path: MOUNT })
    response.resume()
    await once(response, "end")
    leave()
    await server.call({ path: MOUNT })
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false])
  })

  it("answers HEAD without a body, and makes none", async () => {
    let isCanceled = false
    const cancel = () => {
      isCanceled = true
    }
    await using server = await open(
      () => new Response(new ReadableStream({ cancel }), { headers: { etag: '"1"' } }),
    )
    const answer = await server.call({ method: "HEAD", path: `${MOUNT}/page` })
    expect(answer).toMatchObject({ status: 200, body: "", headers: { etag: '"1"' } })
    expect(isCanceled).toBe(true)
  })

  it("sends several cookies as several", async () => {
    await using server = await open(() => {
      const headers = new Headers()
      headers.append("set-cookie", "a=1")
      headers.append("set-cookie", "b=2, c=3")
      return new Response(null, { status: 204, headers })
    })
    const answer = await server.call({ path: MOUNT })
    expect(answer.status).toBe(204)
    expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2, c=3"])
  })

  it.each([
    ["whose length is said", "123456789"],
    ["in chunks", ["1234", "56789"]],
  ])("refuses a body that is too long, %s", async (_, body) => {
    const told: Array<unknown> = []
    await using server = await open(echo, { bodyLimit: 8, onError: (error) => told.push(error) })
    expect((await server.call({ path: MOUNT, body })).status).toBe(413)
    expect((await server.call({ path: MOUNT, body: ["1234", "5678"] })).status).toBe(201)
    expect(told).toEqual([])
  })

  it("answers 500 without a word of what the handler threw, and tells it", async () => {
    const told: Array<unknown> = []
    const failure = new Error("password of the database")
    await using server = await open(() => Promise.reject(failure), { onError: (error) => told.push(error) })
    expect(await server.call({ path: MOUNT })).toMatchObject({ status: 500, body: "Internal Server Error" })
    expect(told).toEqual([failure])
  })

  it("cuts an answer whose making failed half-way, and tells it", async () => {
    const told: Array<unknown> = []
    const isSeen = new Gate()
    async function* parts() {
      yield "half"
      await isSeen.opened
      throw new Error("torn")
    }
    const onError = (error: unknown) => told.push(error)
    await using server = await open(() => new Response(chunksOf(parts())), { onError })
    const { response } = await server.open({ path: MOUNT })
    response.once("data", () => isSeen.open())
    await expect(once(response, "end")).rejects.toThrow("aborted")
    expect(told).toEqual([new Error("torn")])
  })

  it("answers though whoever is told throws", async () => {
    const onError = () => {
      throw new Error("the tracker is away")
    }
    await using server = await open(() => Promise.reject(new Error("first")), { onError })
    expect((await server.call({ path: MOUNT })).status).toBe(500)
  })

  it("refuses a host that would become part of the path", async () => {
    await using server = await open(echo)
    const head = `GET ${MOUNT} HTTP/1.1`
    for (const host of ["a.example/admin?", "a.example#", "user@a.example", "a b"]) {
      expect(await server.raw([head, `host: ${host}`, "connection: close"])).toMatch(/^HTTP\/1\.1 400 /)
    }
    expect(await server.raw([head, "host: [::1]:8080", "connection: close"])).toContain("http://[::1]:8080/")
  })

  it("believes nothing of what proxies would say", async () => {
    await using server = await open(echo)
    const headers = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-forwarded-for": "203.0.113.9",
    }
    const { url, from } = JSON.parse((await server.call({ path: MOUNT, headers })).body)
    expect(url).toBe(`http://127.0.0.1:${server.port}${MOUNT}`)
    expect(from).toMatch(/127\.0\.0\.1$/)
  })
})

const PARSING = DOORS.filter(([name]) => /^(Express|Fastify)/.test(name))

it.each(PARSING)("%s leaves the rest of the application its parsers", async (_, open) => {
  await using server = await open(echo)
  const headers = { "content-type": "application/json" }
  const answer = await server.call({ path: "/elsewhere", headers, body: '{"a":1}' })
  expect(answer.body).toBe('{"parsed":{"a":1}}')
})
