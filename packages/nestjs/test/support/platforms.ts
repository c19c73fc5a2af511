import type { DynamicModule, LoggerService, NestApplicationOptions, Type } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import { ExpressAdapter } from "@nestjs/platform-express"
import { FastifyAdapter } from "@nestjs/platform-fastify"

const ADAPTERS = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter(),
} as const

export type Platform = keyof typeof ADAPTERS

/** Every row of every table runs on both. */
export const PLATFORMS: ReadonlyArray<Platform> = ["Express", "Fastify"]

/** What an application logged, line by line. */
export class RecordedLog implements LoggerService {
  readonly lines: Array<string> = []
  /** What is no warning and no error. */
  readonly said: Array<string> = []
  log = (line: unknown): void => void this.said.push(String(line))
  /** What only somebody who looks for it is shown. */
  readonly details: Array<string> = []
  debug = (line: unknown): void => void this.details.push(String(line))
  warn = (...parts: Array<unknown>): void => this.#keep("warn", parts)
  error = (...parts: Array<unknown>): void => this.#keep("error", parts)

  /** The lines of one level, from this project. */
  from(level: "warn" | "error"): ReadonlyArray<string> {
    return this.lines.filter((line) => line.startsWith(`${level} `))
  }

  #keep(level: string, parts: ReadonlyArray<unknown>): void {
    this.lines.push(`${level} ${parts.map(String).join(" ")}`)
  }
}

/** A running application on loopback. */
export const startApp = async (
  platform: Platform,
  module: Type<unknown> | DynamicModule,
  { configure, ...options }: NestApplicationOptions & { configure?: (app: App) => void } = {},
) => {
  const log = new RecordedLog()
  const app = await NestFactory.create(module, ADAPTERS[platform](), {
    rawBody: true,
    abortOnError: false,
    logger: log,
    forceCloseConnections: true,
    ...options,
  })
  configure?.(app)
  try {
    await app.listen(0, "127.0.0.1")
  } catch (error) {
    await app.close()
    throw error
  }
  return { app, log, url: await app.getUrl(), [Symbol.asyncDispose]: () => app.close() }
}

type App = Awaited<ReturnType<typeof NestFactory.create>>
