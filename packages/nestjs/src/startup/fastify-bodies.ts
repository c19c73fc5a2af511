import type { IncomingMessage } from "node:http"
import type { Duplex, Readable } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib"
import {
  BadRequestException,
  InternalServerErrorException,
  UnsupportedMediaTypeException,
} from "@nestjs/common"
import { OTHER_PARSER_SENTENCE } from "./raw-body.js"

/** What Express's parsers undo by themselves, and Fastify's do not. */
const INFLATE: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

interface FastifyRequest {
  readonly raw: IncomingMessage
}

type Done = (error: Error | null, payload?: Readable) => void

type PreParsing = (request: FastifyRequest, reply: object, payload: Readable, done: Done) => void

/** What is called of a Fastify application. */
interface Hookable {
  addHook(name: "preParsing", hook: PreParsing): unknown
}

const isHookable = (app: unknown): app is Hookable =>
  typeof app === "object" && app !== null && "addHook" in app && typeof app.addHook === "function"

/** The character sets that Express's parsers read, by what the content type begins with; they refuse all others. */
const CHARSETS = [
  { type: "application/json", reads: (charset: string) => charset.startsWith("utf-") },
  {
    type: "application/x-www-form-urlencoded",
    reads: (charset: string) => charset === "utf-8" || charset === "iso-8859-1",
  },
]

const isReadable = (contentType: string): boolean => {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? []
  if (charset === undefined) return true
  const parser = CHARSETS.find(({ type }) => contentType.toLowerCase().startsWith(type))
  return parser === undefined || parser.reads(charset.toLowerCase())
}

/** The body without its encoding. Fastify compares the encoded length with what the header says, and limits both. */
const inflated = (payload: Readable, inflate: () => Duplex): Readable => {
  const stream = Object.assign(inflate(), { receivedEncodedLength: 0 })
  payload.on("data", (chunk: Buffer) => {
    stream.receivedEncodedLength += chunk.length
  })
  // What does not inflate is the sender's mistake.
  const destroy = stream.destroy.bind(stream)
  stream.destroy = (error) => destroy(error && new BadRequestException("The body cannot be decompressed."))
  payload.on("error", (error) => stream.destroy(error))
  return payload.pipe(stream)
}

/**
 * Lets Fastify take callbacks' bodies as Express does: compressed ones are inflated. And where a middleware has read
 * the body, which would leave the callback without any answer, it is answered 500 and `say` is told why. Before routes
 * are registered: a hook is for those that come after it.
 *
 * @param isOurs whether a request is a callback of ours, by its address
 */
export const takeBodiesAsExpress = (
  app: unknown,
  isOurs: (url: string) => boolean,
  say: (sentence: string) => void,
): void => {
  if (!isHookable(app)) return
  app.addHook("preParsing", ({ raw }, _, payload, done) => {
    if (!isOurs(raw.url ?? "")) return done(null, payload)
    if (raw.readableEnded) {
      say(OTHER_PARSER_SENTENCE)
      return done(new InternalServerErrorException("The body was read before."))
    }
    if (!isReadable(raw.headers["content-type"] ?? ""))
      return done(new UnsupportedMediaTypeException("The character set is not supported."))
    const encoding = (raw.headers["content-encoding"] ?? "identity").toLowerCase()
    if (encoding === "identity") return done(null, payload)
    const inflate = Object.hasOwn(INFLATE, encoding) ? INFLATE[encoding] : undefined
    if (inflate === undefined)
      return done(new UnsupportedMediaTypeException("The content encoding is not supported."))
    done(null, inflated(payload, inflate))
  })
}
