import { Readable } from "node:stream"
import { setTimeout } from "node:timers/promises"
import type { HttpAdapterHost } from "@nestjs/core"

/** What to write where, when raw bodies are off. */
export const RAW_BODY_SENTENCE =
  "This application drops the raw bytes of request bodies, and signatures cover those bytes: write NestFactory.create(AppModule, { rawBody: true })."

type HttpAdapter = HttpAdapterHost["httpAdapter"]

/** A request as a JSON parser sees it. */
const sampleRequest = () =>
  Object.assign(Readable.from([Buffer.from("{}")]), {
    headers: { "content-type": "application/json", "content-length": "2" },
    method: "POST",
  })

const isKept = (request: object): boolean => "rawBody" in request && request.rawBody !== undefined

const functionAt = (
  owner: unknown,
  name: string,
): ((...args: ReadonlyArray<unknown>) => unknown) | undefined => {
  const found: unknown = typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined
  return typeof found === "function" ? (...args) => Reflect.apply(found, owner, args) : undefined
}

/** Longer than any parser takes for two bytes, in milliseconds. */
const PATIENCE = 1_000

/** Express: the parser that Nest put in front of every route, found by the name that Nest itself looks for. */
const expressKeeps = async (app: object): Promise<boolean | undefined> => {
  const stack: unknown = Reflect.get(Object(Reflect.get(app, "router")), "stack")
  const layer: unknown = Array.isArray(stack)
    ? stack.find((each) => each?.handle?.name === "jsonParser")
    : undefined
  const parse = functionAt(layer, "handle")
  if (parse === undefined) return undefined
  const request = sampleRequest()
  const parsed = new Promise<true>((resolve) => parse(request, {}, () => resolve(true)))
  const isParsed = await Promise.race([parsed, setTimeout(PATIENCE, false, { ref: false })])
  return isParsed ? isKept(request) : undefined
}

/** Fastify: the parser that Nest registered for JSON. One of the application's own may keep the bytes elsewhere. */
const fastifyKeeps = (app: object, adapter: object): boolean | undefined => {
  if (Reflect.get(adapter, "isParserRegistered") !== true) return undefined
  const slot = Object.getOwnPropertySymbols(app).find(
    ({ description }) => description === "fastify.contentTypeParser",
  )
  const parser = slot && functionAt(Reflect.get(app, slot), "getParser")?.("application/json")
  const parse = functionAt(parser, "fn")
  if (parse === undefined) return undefined
  const request = {}
  parse(request, Buffer.from("{}"), () => undefined)
  return isKept(request)
}

type Keeps = (app: object, adapter: object) => boolean | undefined | Promise<boolean | undefined>

const KEEPS: Readonly<Record<string, Keeps>> = {
  express: expressKeeps,
  fastify: fastifyKeeps,
}

/**
 * Whether the application keeps the raw bytes of bodies: its own JSON parser is handed two bytes, outside any request.
 * `undefined` where it has no parser that could be asked; then the first callback tells.
 */
export const keepsRawBody = async (adapter: HttpAdapter | undefined): Promise<boolean | undefined> => {
  const type = adapter?.getType?.()
  const ask = type === undefined ? undefined : KEEPS[type]
  const app: unknown = adapter?.getInstance?.()
  const isApp = typeof app === "function" || (typeof app === "object" && app !== null)
  if (ask === undefined || !isApp) return undefined
  try {
    return await ask(app, adapter ?? {})
  } catch {
    // A parser of the application's own that minds what it was handed.
    return undefined
  }
}
