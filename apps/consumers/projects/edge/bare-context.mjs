// Runs a worker in a context that has the web's globals and nothing of Node but what the docs ask for.
import * as crypto from "node:crypto"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { buffer } from "node:stream/consumers"
import { createContext, runInContext } from "node:vm"

const WEB = [
  "AbortController",
  "AbortSignal",
  "Blob",
  "DOMException",
  "Event",
  "EventTarget",
  "FormData",
  "Headers",
  "Request",
  "Response",
  "ReadableStream",
  "TextDecoder",
  "TextEncoder",
  "TransformStream",
  "URL",
  "URLSearchParams",
  "WritableStream",
  "clearInterval",
  "clearTimeout",
  "console",
  "crypto",
  "fetch",
  "performance",
  "queueMicrotask",
  "setInterval",
  "setTimeout",
  "structuredClone",
]

const requireOffered = (name) => {
  if (name === "node:crypto") return crypto
  throw new Error(`This runtime has no "${name}".`)
}

const requestOf = async (incoming, url) =>
  new Request(new URL(incoming.url, url), {
    method: incoming.method,
    headers: incoming.headers,
    ...(incoming.method === "GET" ? {} : { body: await buffer(incoming) }),
  })

/** Serves a worker over HTTP on a free port. `close` ends it. */
export const startBareContext = async (script, env) => {
  const globals = Object.fromEntries(WEB.map((name) => [name, globalThis[name]]))
  const context = createContext(
    { ...globals, require: requireOffered },
    { codeGeneration: { strings: false } },
  )
  runInContext(`${readFileSync(script, "utf8")}; globalThis.worker = shop.default`, context)

  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const url = `http://127.0.0.1:${server.address().port}`
  server.on("request", async (incoming, outgoing) => {
    const answer = await context.worker.fetch(await requestOf(incoming, url), env)
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  return { url, close: () => server.close() }
}
