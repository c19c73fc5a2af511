import { NestFactory } from "@nestjs/core"
import type { NestExpressApplication } from "@nestjs/platform-express"
import type { SandboxControl } from "@qriskit/sandbox"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import express from "express"
import { type Acquirers, openAcquirers } from "./acquirers.js"
import { serveOpenApi } from "./api/openapi.js"
import { applicationOver } from "./app.module.js"
import { knownHost } from "./http/known-host.js"
import { rateLimits } from "./http/rate-limits.js"
import { sameOrigin } from "./http/same-origin.js"
import { securityHeaders } from "./http/security-headers.js"
import { Access } from "./session/access.js"
import { SHOP } from "./session/seat.js"
import { databaseOf, type Environment, loopbackOrigin, type Settings, settingsFrom } from "./settings.js"
import type { CallbackUrls } from "./stage.js"
import { claimBooks } from "./till/claim-books.js"
import { openTill } from "./till/till.js"
import { tracingTo } from "./tracing.js"
import { chooseLanguage } from "./words/language.js"

/** A running till. */
export interface RunningTill {
  /** Where a browser on this machine finds it. */
  readonly url: string
  readonly isPlay: boolean
  readonly database: string
  /** The password that was made up, at first start only. */
  readonly newPassword: string | undefined
  close(): Promise<void>
}

/** The bundled scripts and the style sheet, beside this program. */
const ASSETS = new URL("./assets/", import.meta.url).pathname

/**
 * Opens the acquirers and the books, and serves.
 *
 * @throws InvalidConfiguration, UnusableDatabase, WrongBooks, QrisSetupError, each in one sentence; a port that is taken
 */
export const start = async (environment: Environment): Promise<RunningTill> => {
  const settings = Result.getOrThrow(settingsFrom(environment))
  const acquirers = await openAcquirers(environment, settings)
  try {
    return await serve(settings, acquirers)
  } catch (error) {
    await acquirers.close()
    throw error
  }
}

const serve = async (settings: Settings, { clients, sandbox, close }: Acquirers): Promise<RunningTill> => {
  const isPlay = sandbox !== undefined
  const database = databaseOf(settings, isPlay)
  const tracing = tracingTo(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
  const till = await openTill({ database, providers: clients, tracing })
  try {
    await claimBooks(till, isPlay)
    const access = new Access(till)
    const password = settings.BOOKS_PASSWORD
    const newPassword = await access.prepare(SHOP, password && Redacted.value(password))
    const callbackUrls = callbackUrlsOf(settings, isPlay, clients)
    const app = await NestFactory.create<NestExpressApplication>(
      applicationOver({
        clients,
        till,
        access,
        sandbox,
        callbackUrls,
        walkIn: { name: "Pelanggan", email: settings.CUSTOMER_EMAIL },
      }),
      { rawBody: true, forceCloseConnections: true, abortOnError: false, logger: ["warn", "error"] },
    )
    app.enableShutdownHooks()
    protect(app, settings)
    serveOpenApi(app)
    await app.listen(settings.PORT, settings.HOST)
    // Nest's own lines of a start are over.
    app.useLogger(["log", "warn", "error"])
    if (sandbox !== undefined) await announceTo(sandbox, callbackUrls)
    return {
      url: loopbackOrigin(settings),
      isPlay,
      database,
      newPassword,
      close: async () => {
        await app.close()
        await close()
      },
    }
  } catch (error) {
    await till.port.close()
    throw error
  }
}

/** What a dashboard does for acquirers whose payments name no address of their own. */
const announceTo = async (sandbox: SandboxControl, callbackUrls: CallbackUrls): Promise<void> => {
  for (const acquirer of ["zipay", "midtrans", "xendit"] as const) {
    const url = callbackUrls[acquirer]
    if (url !== undefined) await sandbox[acquirer].setCallbackUrl(url)
  }
}

/** The sandbox calls back on this machine; real acquirers only where this server can be reached from outside. */
const callbackUrlsOf = (
  settings: Settings,
  isPlay: boolean,
  clients: ReadonlyArray<{ readonly id: string }>,
): CallbackUrls => {
  const origin = isPlay ? loopbackOrigin(settings) : settings.PUBLIC_URL?.replace(/\/$/, "")
  return origin === undefined
    ? {}
    : Object.fromEntries(clients.map(({ id }) => [id, `${origin}/webhooks/qris/${id}`]))
}

/** What comes before every controller. */
const protect = (app: NestExpressApplication, settings: Settings): void => {
  app.set("trust proxy", settings.TRUST_PROXY)
  app.disable("x-powered-by")
  app.useBodyParser("json", { limit: "64kb" })
  app.useBodyParser("urlencoded", { limit: "16kb", extended: false })
  app.use(knownHost(settings.PUBLIC_URL))
  app.use(securityHeaders())
  app.use("/assets", express.static(ASSETS, { index: false, redirect: false }))
  app.use(noStore)
  app.use(sameOrigin)
  for (const [path, limit] of rateLimits(settings.OPENINGS_PER_MINUTE)) app.use(path, limit)
  app.use(chooseLanguage)
}

/** Pages hold amounts and names: no cache keeps them. */
const noStore: express.RequestHandler = (_request, response, next) => {
  response.setHeader("cache-control", "no-store")
  next()
}
