import { createServer } from "node:http"
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

const inFastify =
  (make: typeof fastify): Open =>
  async (handler, { bodyLimit = 1_048_576, onError = () => {} } = {}) => {
    const app = make({ forceCloseConnections: true })
    app.post("/elsewhere", async ({ body }) => ({ parsed: body }))
    await app.register(toFastifyPlugin(handler, { bodyLimit, onError }), { prefix: MOUNT })
    await app.ready()
    return Listening.on(app.server)
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
  // Version 4 is version 5 to the types.
  ["Fastify 4", inFastify(fastify4 as unknown as typeof fastify)],
  ["Fastify 5", inFastify(fastify)],
]
