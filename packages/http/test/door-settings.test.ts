import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import express from "express"
// @ts-expect-error Its types are those of version 5.
import express4 from "express4"
import fastify from "fastify"
import { describe, expect, it } from "vitest"
import { callerOf } from "../src/caller.js"
import { toFastifyPlugin } from "../src/fastify.js"
import { BodyTaken, toNodeListener } from "../src/node.js"
import { Listening } from "./support/wire.js"

const where = (request: Request): Response =>
  Response.json({ url: request.url, from: callerOf(request), type: request.headers.get("content-type") })

const bytes = async (request: Request): Promise<Response> => new Response(await request.text())

const JSON_TYPE = { "content-type": "application/json" }

describe("a door behind proxies", () => {
  const headers = {
    host: "inner.example",
    "x-forwarded-for": "198.51.100.1, 203.0.113.9, 10.0.0.1",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "toko.example",
  }

  it.each([
    [0, "http://inner.example/a", "127.0.0.1"],
    [1, "https://toko.example/a", "10.0.0.1"],
    [2, "https://toko.example/a", "203.0.113.9"],
    [9, "https://toko.example/a", "198.51.100.1"],
  ])("believes what %i of them wrote", async (trustProxy, url, from) => {
    await using server = await Listening.on(toNodeListener(where, { trustProxy }))
    expect(JSON.parse((await server.call({ path: "/a", headers })).body)).toMatchObject({ url, from })
  })

  it.each([
    ["4", express4],
    ["5", express],
  ])("believes in Express %s what the application believes", async (_, make) => {
    for (const [trust, url, from] of [
      [false, "http://inner.example/mounted/a", "127.0.0.1"],
      [1, "https://toko.example/mounted/a", "10.0.0.1"],
      [["loopback", "10.0.0.0/8"], "https://toko.example/mounted/a", "203.0.113.9"],
    ] as const) {
      const app: RequestListener & ReturnType<typeof express> = make()
      app.set("trust proxy", trust)
      app.use("/mounted", toNodeListener(where, { trustProxy: 0 }))
      await using server = await Listening.on(createServer(app))
      expect(JSON.parse((await server.call({ path: "/mounted/a", headers })).body)).toMatchObject({
        url,
        from,
      })
    }
  })

  it("believes in Fastify what the application believes", async () => {
    for (const [trustProxy, url, from] of [
      [false, "http://inner.example/a", "127.0.0.1"],
      ["loopback", "https://toko.example/a", "10.0.0.1"],
    ] as const) {
      const app = fastify({ trustProxy })
      app.register(toFastifyPlugin(where))
      await app.ready()
      await using server = await Listening.on(app.server)
      expect(JSON.parse((await server.call({ path: "/a", headers })).body)).toMatchObject({ url, from })
    }
  })

  it("takes an address that names the host, as it is sent to a proxy", async () => {
    await using server = await Listening.on(toNodeListener(where))
    const answer = await server.raw([
      "GET http://other.example/a?b HTTP/1.1",
      "host: inner.example",
      "connection: close",
    ])
    expect(answer).toContain('"url":"http://inner.example/a?b"')
  })

  it.each(["TRACE / HTTP/1.1", "OPTIONS * HTTP/1.1"])("refuses %s", async (line) => {
    await using server = await Listening.on(toNodeListener(where))
    expect(await server.raw([line, "host: a.example", "connection: close"])).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe("a door behind a body parser", () => {
  const behind = async (...parsers: ReadonlyArray<express.RequestHandler>) => {
    const failures: Array<unknown> = []
    const app = express()
    for (const parser of parsers) app.use(parser)
    app.use(toNodeListener(bytes))
    const onError: express.ErrorRequestHandler = (error, _request, response, _next) => {
      failures.push(error)
      response.status(500).send("told")
    }
    app.use(onError)
    return { server: await Listening.on(createServer(app)), failures }
  }

  it("says at once what to do where the bytes are gone", async () => {
    const { server, failures } = await behind(express.json())
    await using _ = server
    const answer = await server.call({ headers: JSON_TYPE, body: '{"a":1}' })
    expect(answer).toMatchObject({ status: 500, body: "told" })
    expect(failures).toEqual([expect.any(BodyTaken)])
    expect(String(failures[0])).toContain("mount this door in front of express.json()")
  })

  it("takes the bytes that the parser kept, and notices when the client goes away", async () => {
    const verify = (request: object, _: unknown, kept: Buffer) => Object.assign(request, { rawBody: kept })
    const { server } = await behind(express.json({ verify }))
    await using _ = server
    expect((await server.call({ headers: JSON_TYPE, body: '{ "a":1}' })).body).toBe('{ "a":1}')
  })

  it("takes the bytes of express.raw(), within the limit", async () => {
    const app = express()
    app.use(express.raw({ type: () => true }), toNodeListener(bytes, { bodyLimit: 4 }))
    await using server = await Listening.on(createServer(app))
    expect((await server.call({ body: "1234" })).body).toBe("1234")
    expect((await server.call({ body: "12345" })).status).toBe(413)
  })

  it("needs no bytes where there is no body to be had", async () => {
    const { server } = await behind(express.json())
    await using _ = server
    expect((await server.call({ method: "DELETE" })).status).toBe(200)
  })

  it("notices that the client went away, also where the bytes were kept", async () => {
    const app = express()
    app.use(express.raw({ type: () => true }))
    const gone = new Promise<void>((resolve) => {
      app.use(
        toNodeListener((request) => {
          request.signal.addEventListener("abort", () => resolve())
          return new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } })
        }),
      )
    })
    await using server = await Listening.on(createServer(app))
    const { leave } = await server.open({ method: "POST", body: "1234" })
    leave()
    await gone
  })

  it("answers and tells in Fastify, where a middleware has read the body", async () => {
    const failures: Array<unknown> = []
    const app = fastify()
    app.addHook("onRequest", async ({ raw }) => {
      raw.resume()
      await once(raw, "end")
    })
    app.register(toFastifyPlugin(bytes, { onError: (error) => failures.push(error) }))
    await app.ready()
    await using server = await Listening.on(app.server)
    expect((await server.call({ body: "1234" })).status).toBe(500)
    expect(failures).toEqual([expect.any(BodyTaken)])
  })
})

describe("a door in Fastify", () => {
  it("sends the headers that hooks set, and lets a hook answer first", async () => {
    const app = fastify()
    const ended: Array<string> = []
    app.addHook("onRequest", async (request, reply) => {
      reply.header("x-frame-options", "DENY")
      if (request.url.includes("secret")) return reply.code(401).send("who are you?")
    })
    app.addHook("onResponse", async (request) => void ended.push(request.url))
    app.register(toFastifyPlugin(where), { prefix: "/pages" })
    await app.ready()
    await using server = await Listening.on(app.server)
    const open = await server.call({ method: "GET", path: "/pages" })
    expect(open).toMatchObject({ status: 200, headers: { "x-frame-options": "DENY" } })
    expect(await server.call({ path: "/pages/secret" })).toMatchObject({ status: 401, body: "who are you?" })
    expect((await server.call({ path: "/pages-of-others" })).status).toBe(404)
    expect(ended).toEqual(["/pages", "/pages/secret", "/pages-of-others"])
  })
})

it("a door names every option that cannot be right", () => {
  const options = { bodyLimit: 0, trustProxy: true, onError: "console" }
  // As a caller without types may write it.
  expect(() => toNodeListener(where, options as never)).toThrow(
    "http is not configured correctly: bodyLimit must be 1 to 1073741824; trustProxy must be a number; onError must be a function.",
  )
})
