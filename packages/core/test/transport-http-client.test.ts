import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Tracer from "effect/Tracer"
import { describe, expect, it } from "vitest"
import { Transport } from "../src/transport.js"
import { layer } from "../src/transport-http-client.js"
import { httpAnswer, serveRaw } from "./support/raw-server.js"
import { recordingTracer } from "./support/recording-tracer.js"
import { requestTo, SECRET } from "./support/transports.js"

const overFetch = layer.pipe(Layer.provide(FetchHttpClient.layer))

const send = (url: string) => Effect.flatMap(Transport, (transport) => transport.send(requestTo(url)))

describe("the transport over the program's own HttpClient", () => {
  it("sends through that client", async () => {
    const urls: Array<string> = []
    const client = HttpClient.make((request) => {
      urls.push(request.url)
      return Effect.succeed(HttpClientResponse.fromWeb(request, new Response("{}", { status: 201 })))
    })
    const own = layer.pipe(Layer.provide(Layer.succeed(HttpClient.HttpClient, client)))
    const response = await Effect.runPromise(Effect.provide(send("https://api.example.co.id/pay"), own))
    expect(response.status).toBe(201)
    expect(urls).toEqual(["https://api.example.co.id/pay"])
  })

  it("keeps what the program set for fetch, except that redirects are not followed", async () => {
    const server = await serveRaw(({ socket }) =>
      socket.write(httpAnswer("", { status: "302 Found", headers: ["Location: /"] })),
    )
    const response = await Effect.runPromise(
      send(server.url).pipe(
        Effect.provide(overFetch),
        Effect.provideService(FetchHttpClient.RequestInit, {
          redirect: "follow",
          headers: { "x-proxy": "abc" },
        }),
      ),
    )
    expect(response.status).toBe(302)
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.head).toContain("x-proxy: abc")
  })

  it("shows no credential in the spans that the client makes", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { tracer, spans } = recordingTracer()
    await Effect.runPromise(
      send(server.url).pipe(Effect.provide(overFetch), Effect.provideService(Tracer.Tracer, tracer)),
    )
    expect(spans.length).toBeGreaterThan(0)
    for (const { attributes } of spans) expect(String([...attributes].flat())).not.toContain(SECRET)
  })
})
