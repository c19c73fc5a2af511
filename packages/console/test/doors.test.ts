import "reflect-metadata"
import { once } from "node:events"
import { createServer, get, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Module } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import { ExpressAdapter } from "@nestjs/platform-express"
import { FastifyAdapter } from "@nestjs/platform-fastify"
import express from "express"
import fastify from "fastify"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createConsolePlugin } from "../src/fastify.js"
import { QrisConsoleModule } from "../src/nestjs.js"
import { createConsoleListener } from "../src/node.js"
import { cookieOf, openHouse, type TestHouse } from "./support/house.js"

/** A server on loopback, and the address of the console in it. */
interface Server {
  readonly url: string
  close(): Promise<void>
}

/** A live page's line, on a connection of its own. */
const openLine = async (url: string, headers: Readonly<Record<string, string>>) => {
  const request = get(url, { agent: false, headers })
  const [response]: Array<IncomingMessage> = await once(request, "response")
  let text = ""
  response?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk
  })
  // Whoever hangs up is told so, which is no news.
  response?.on("error", () => {})
  const over = new Promise((resolve) => response?.on("close", resolve))
  return {
    type: response?.headers["content-type"],
    heard: () => text,
    over,
    hangUp: () => request.destroy(),
  }
}

const listen = async (listener: RequestListener, path: string, closing: () => void): Promise<Server> => {
  const server = createServer(listener)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: async () => {
      closing()
      server.closeIdleConnections()
      server.close()
      await once(server, "close")
    },
  }
}

const startNest = async (house: TestHouse, platform: ExpressAdapter | FastifyAdapter): Promise<Server> => {
  @Module({
    imports: [QrisConsoleModule.forRootAsync({ path: "/qris", useFactory: () => ({ ...house.options }) })],
  })
  class Application {}
  const app = await NestFactory.create(Application, platform, { logger: false, abortOnError: false })
  app.setGlobalPrefix("api")
  // Fastify takes no file by itself: the README tells this.
  if (platform instanceof FastifyAdapter)
    platform
      .getInstance()
      .addContentTypeParser("multipart/form-data", (_request, _payload, done) => done(null))
  await app.listen(0, "127.0.0.1")
  return { url: `${await app.getUrl()}/api/qris`, close: () => app.close() }
}

const DOORS: Readonly<Record<string, (house: TestHouse) => Promise<Server>>> = {
  "node:http": ({ options }) => {
    const console = createConsoleListener({ ...options, path: "/ops/qris" })
    return listen(console, "/ops/qris", console.close)
  },
  Express: ({ options }) => {
    const console = createConsoleListener({ ...options, path: "/ops/qris" })
    return listen(express().use("/ops/qris", console), "/ops/qris", console.close)
  },
  Fastify: async ({ options }) => {
    const app = fastify()
    app.register(createConsolePlugin({ ...options, path: "/ops/qris" }), { prefix: "/ops/qris" })
    return { url: `${await app.listen({ port: 0, host: "127.0.0.1" })}/ops/qris`, close: () => app.close() }
  },
  "NestJS on Express": (house) => startNest(house, new ExpressAdapter()),
  "NestJS on Fastify": (house) => startNest(house, new FastifyAdapter()),
}

describe.each(Object.entries(DOORS))("through %s", (name, start) => {
  let house: TestHouse
  let server: Server
  beforeAll(async () => {
    house = await shared()
    server = await start(house)
  })
  afterAll(() => server?.close())

  const headers = { cookie: cookieOf("Kasir Contoh", "act"), "accept-language": "en" }

  it("pages, their files and the way from where it is mounted are answered", async () => {
    const root = await fetch(server.url, { headers, redirect: "manual" })
    expect(root.status).toBe(303)
    const books = await fetch(new URL(root.headers.get("location") ?? "", server.url), { headers })
    expect([books.status, new URL(books.url).href]).toEqual([200, `${server.url}/books`])
    const files = [...(await books.text()).matchAll(/(?:src|href)="((?:console|icon)[^"]*)"/g)]
    expect(files.length).toBeGreaterThan(2)
    for (const [, file = ""] of files) expect((await fetch(new URL(file, books.url))).status).toBe(200)
    expect((await fetch(`${server.url}/nothing`, { headers })).status).toBe(404)
  })

  it("a form is done, with who and why", async () => {
    const page = await (await fetch(`${server.url}/payment?key=order-1`, { headers })).text()
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ""
    const answer = await fetch(`${server.url}/refresh`, {
      method: "POST",
      headers: { ...headers, "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ token, key: "order-1", why: `through ${name}` }),
    })
    expect([answer.status, new URL(answer.url).href]).toEqual([200, `${server.url}/payment?key=order-1`])
    expect(await house.payments.acts.list({ limit: 1 })).toMatchObject([
      { by: "Kasir Contoh", why: `through ${name}`, outcome: "done" },
    ])
  })

  it("a file that is larger than any other form is read, and what it is not is said", async () => {
    const page = await (await fetch(`${server.url}/statements`, { headers })).text()
    const body = new FormData()
    body.set("token", /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "")
    body.set("file", new Blob(["no statement\n".repeat(100_000)]), "large.csv")
    const answer = await fetch(`${server.url}/check-statement`, {
      method: "POST",
      headers: { ...headers, "sec-fetch-site": "same-origin" },
      body,
    })
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining("No known report looks like this file"),
    ])
  })

  it("a live page is told what changed, and its line ends with whoever reads, or with the server", async () => {
    const line = await openLine(`${server.url}/live`, headers)
    expect(line.type).toBe("text/event-stream; charset=utf-8")
    await expect.poll(line.heard).toContain("event: begun")
    await expect.poll(line.heard).toContain("event: tick")
    const key = `order-${name}`
    await house.open(key, 10_000)
    await expect.poll(line.heard).toContain(`event: changed\ndata: {"key":"${key}","account":""}`)
    line.hangUp()

    const other = await openLine(`${server.url}/live`, headers)
    await server.close()
    await other.over
    expect(other.heard()).toContain("retry: 1000")
  })
})

describe.each([
  ["Express", () => new ExpressAdapter()],
  ["Fastify", () => new FastifyAdapter({ trustProxy: true })],
])("through NestJS on %s", (_name, platform) => {
  it("the host is asked about the address that people called, and what its hooks set on answers is sent", async () => {
    const house = await shared()
    const asked: Array<string> = []
    const adapter = platform()
    const authorize = (request: Request) => {
      asked.push(request.url)
      return { who: "Kasir Contoh", may: "look" } as const
    }
    if (adapter instanceof ExpressAdapter) {
      adapter.set("trust proxy", true)
      adapter.use((_request: unknown, response: ServerResponse, next: () => void) => {
        response.setHeader("set-cookie", "session=renewed")
        next()
      })
    } else
      adapter.getInstance().addHook("onRequest", (_request, reply, done) => {
        reply.header("set-cookie", "session=renewed")
        done()
      })
    const server = await startNest({ ...house, options: { ...house.options, authorize } }, adapter)
    try {
      const answer = await fetch(`${server.url}/books`, {
        headers: { "x-forwarded-proto": "https", "x-forwarded-host": "toko.example" },
      })
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([200, "session=renewed"])
      expect(asked).toEqual(["https://toko.example/api/qris/books"])
    } finally {
      await server.close()
    }
  })
})

let opened: Promise<TestHouse> | undefined
const shared = (): Promise<TestHouse> => {
  opened ??= openHouse().then(async (house) => {
    await house.open("order-1", 25_000)
    return house
  })
  return opened
}
afterAll(async () => (await opened)?.[Symbol.asyncDispose]())
