import { Readable } from "node:stream"
import { setTimeout } from "node:timers/promises"
import type { HttpAdapterHost } from "@nestjs/core"

/** What to write where, when raw bodies are off. */
export const RAW_BODY_SENTENCE =
  "This application drops the raw bytes of request bodies, and signatures cover those bytes: write NestFactory.create(AppModule, { rawBody: true })."

/** On Express Nest's parsers that drop the bytes look like the application's own, which stand in for all of Nest's. */
const OWN_PARSERS_SENTENCE =
  "Where that is written, the application's own app.use(json()) and app.use(urlencoded()) stand in for Nest's parsers, which keep the bytes: remove them."

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

/**
 * What a start can find: the bytes are kept, dropped, dropped by a parser that comes before Nest's, or dropped by
 * parsers of which nobody can tell whose they are.
 */
export type RawBodies = "kept" | "dropped" | "taken" | "dropped by somebody"

/** What to say of each. */
export const RAW_BODIES: Readonly<Record<RawBodies, string | undefined>> = {
  kept: undefined,
  dropped: RAW_BODY_SENTENCE,
  taken: OTHER_PARSER_SENTENCE,
  "dropped by somebody": `${RAW_BODY_SENTENCE} ${OWN_PARSERS_SENTENCE}`,
}

/** What Express's parsers of bodies are called, and by whose names Nest itself looks for them. */
const PARSERS: ReadonlySet<unknown> = new Set(["jsonParser", "urlencodedParser", "textParser", "rawParser"])
const NESTS = {
  jsonParser: "application/json",
  urlencodedParser: "application/x-www-form-urlencoded",
} as const

const nameOf = (layer: unknown): unknown => Reflect.get(Object(Reflect.get(Object(layer), "handle")), "name")

/**
 * Whether the bytes are kept once these parsers, one after the other, have seen a body. `undefined`: nobody parsed it.
 */
const keep = async (layers: ReadonlyArray<unknown>, contentType: string): Promise<boolean | undefined> => {
  const request = sampleRequest(contentType)
  for (const layer of layers) {
    const parse = functionAt(layer, "handle")
    if (parse === undefined) continue
    const parsed = new Promise<true>((resolve) => parse(request, {}, () => resolve(true)))
    if (!(await Promise.race([parsed, setTimeout(PATIENCE, false, { ref: false })]))) return undefined
  }
  if (isKept(request)) return true
  return Reflect.get(request, "body") === undefined ? undefined : false
}

/**
 * Express: the parsers in front of every route, in their order. Nest adds none where the application has one of that
 * name. So where one keeps the bytes that another took before, or where there are two of a name, that other is the
 * application's.
 */
const expressKeeps = async (app: object): Promise<RawBodies | undefined> => {
  const stack: unknown = Reflect.get(Object(Reflect.get(app, "router")), "stack")
  if (!Array.isArray(stack)) return undefined
  const layers: ReadonlyArray<unknown> = stack.filter((layer) => PARSERS.has(nameOf(layer)))
  const types = Object.values(NESTS)
  const kept = await Promise.all(types.map((type) => keep(layers, type)))
  if (!kept.includes(false)) return kept.includes(true) ? "kept" : undefined
  const isTwice = Object.keys(NESTS).some((name) => layers.filter((each) => nameOf(each) === name).length > 1)
  if (isTwice || kept.includes(true)) return "taken"
  const alone = await Promise.all(layers.flatMap((layer) => types.map((type) => keep([layer], type))))
  return alone.includes(true) ? "taken" : "dropped by somebody"
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
