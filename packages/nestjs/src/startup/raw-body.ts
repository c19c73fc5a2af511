import { Readable } from "node:stream"
import { setTimeout } from "node:timers/promises"
import type { HttpAdapterHost } from "@nestjs/core"

/** What to write where, when raw bodies are off. */
export const RAW_BODY_SENTENCE =
  "This application drops the raw bytes of request bodies, and signatures cover those bytes: write NestFactory.create(AppModule, { rawBody: true })."

/** The same where raw bodies are on, and another parser comes first. */
export const OTHER_PARSER_SENTENCE =
  'This application parses request bodies before Nest does, with app.use(json()) or the like, and so drops the raw bytes that signatures cover: remove that parser; what it sets, such as a limit, goes to app.useBodyParser("json", { limit: "1mb" }).'

type HttpAdapter = HttpAdapterHost["httpAdapter"]

/** A request as a parser sees it. */
const sampleRequest = (contentType: string) =>
  Object.assign(Readable.from([Buffer.from("{}")]), {
    headers: { "content-type": contentType, "content-length": "2" },
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

/** What a start can find: the bytes are kept, dropped, or dropped by a parser that comes before Nest's. */
export type RawBodies = "kept" | "dropped" | "taken"

/** Whether one of Express's parsers, found by the name that Nest itself looks for, keeps the bytes. */
const parserKeeps = async (stack: ReadonlyArray<unknown>, name: string): Promise<boolean | undefined> => {
  const layer = stack.find(
    (each) => Reflect.get(Object(Reflect.get(Object(each), "handle")), "name") === name,
  )
  const parse = functionAt(layer, "handle")
  if (parse === undefined) return undefined
  const request = sampleRequest(CONTENT_TYPE[name] ?? "")
  const parsed = new Promise<true>((resolve) => parse(request, {}, () => resolve(true)))
  const isParsed = await Promise.race([parsed, setTimeout(PATIENCE, false, { ref: false })])
  return isParsed ? isKept(request) : undefined
}

const CONTENT_TYPE: Readonly<Record<string, string>> = {
  jsonParser: "application/json",
  urlencodedParser: "application/x-www-form-urlencoded",
}

/**
 * Express: the parsers in front of every route. Nest adds none where the application has one of that name. So where one
 * of the two keeps the bytes, raw bodies are on, and the other is the application's.
 */
const expressKeeps = async (app: object): Promise<RawBodies | undefined> => {
  const stack: unknown = Reflect.get(Object(Reflect.get(app, "router")), "stack")
  if (!Array.isArray(stack)) return undefined
  const keeps = await Promise.all(Object.keys(CONTENT_TYPE).map((name) => parserKeeps(stack, name)))
  if (!keeps.includes(false)) return keeps.includes(true) ? "kept" : undefined
  return keeps.includes(true) ? "taken" : "dropped"
}

/** Fastify: the parser that Nest registered for JSON. One of the application's own may keep the bytes elsewhere. */
const fastifyKeeps = (app: object, adapter: object): RawBodies | undefined => {
  if (Reflect.get(adapter, "isParserRegistered") !== true) return undefined
  const slot = Object.getOwnPropertySymbols(app).find(
    ({ description }) => description === "fastify.contentTypeParser",
  )
  const parser = slot && functionAt(Reflect.get(app, slot), "getParser")?.("application/json")
  const parse = functionAt(parser, "fn")
  if (parse === undefined) return undefined
  const request = {}
  parse(request, Buffer.from("{}"), () => undefined)
  return isKept(request) ? "kept" : "dropped"
}

type Keeps = (app: object, adapter: object) => RawBodies | undefined | Promise<RawBodies | undefined>

const KEEPS: Readonly<Record<string, Keeps>> = {
  express: expressKeeps,
  fastify: fastifyKeeps,
}

/**
 * Whether the application keeps the raw bytes of bodies: its own parsers are handed two bytes, outside any request.
 * `undefined` where it has no parser that could be asked; then the first callback tells.
 */
export const rawBodiesOf = async (adapter: HttpAdapter | undefined): Promise<RawBodies | undefined> => {
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
