import { createServer, type Server } from "node:http"
import connect from "connect"
import express from "express"
// @ts-expect-error Its types are those of version 5.
import express4 from "express4"
import fastify from "fastify"
import fastify4 from "fastify4"
import { toFastifyPlugin } from "../../src/fastify.js"
import type { FetchHandler } from "../../src/index.js"
import { type DoorOptions, toNodeListener } from "../../src/node.js"
import { Listening } from "./wire.js"

/** Where the doors are mounted, but for plain Node's, which takes everything. */
export const MOUNT = "/mounted/here"

type Open = (handler: FetchHandler, options?: DoorOptions) => Promise<Listening>

type FastifyPlugin = ReturnType<typeof toFastifyPlugin>

/** An application of some version of Fastify, with a plugin where the doors are mounted. */
type InFastify = (plugin: FastifyPlugin) => { readonly server: Server; ready(): PromiseLike<unknown> }

const inFastify =
  (made: InFastify): Open =>
  async (handler, { bodyLimit = 1_048_576, onError = () => {} } = {}) => {
    const app = made(toFastifyPlugin(handler, { bodyLimit, onError }))
    await app.ready()
    return Listening.on(app.server)
  }

const inFastify4: InFastify = (plugin) => {
  const app = fastify4({ forceCloseConnections: true })
  app.post("/elsewhere", async ({ body }) => ({ parsed: body }))
  app.register(plugin, { prefix: MOUNT })
  return app
}

const inFastify5: InFastify = (plugin) => {
  const app = fastify({ forceCloseConnections: true })
  app.post("/elsewhere", async ({ body }) => ({ parsed: body }))
  app.register(plugin, { prefix: MOUNT })
  return app
}

const inExpress =
  (make: typeof express): Open =>
  async (handler, options = {}) => {
    const app = make()
    app.use(MOUNT, toNodeListener(handler, { onError: () => {}, ...options }))
    app.use(make.json())
    app.post("/elsewhere", (request, response) => void response.send({ parsed: request.body }))
    return Listening.on(createServer(app))
  }

/** Each in an application that parses bodies elsewhere. */
export const DOORS: ReadonlyArray<readonly [string, Open]> = [
  [
    "plain Node",
    (handler, options = {}) => Listening.on(toNodeListener(handler, { onError: () => {}, ...options })),
  ],
  ["Express 4", inExpress(express4)],
  ["Express 5", inExpress(express)],
  [
    "Connect",
    (handler, options = {}) => {
      const app = connect()
      app.use(MOUNT, toNodeListener(handler, { onError: () => {}, ...options }))
      return Listening.on(createServer(app))
    },
  ],
  ["Fastify 4", inFastify(inFastify4)],
  ["Fastify 5", inFastify(inFastify5)],
]
