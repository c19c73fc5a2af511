import { NestFactory } from "@nestjs/core"
import type { NestExpressApplication } from "@nestjs/platform-express"
import { toNodeListener } from "@qriskit/http/node"
import type { PaymentPage } from "@qriskit/payment-page"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import express from "express"
import { type Acquirers, openAcquirers } from "./acquirers/acquirers.js"
import { serveOpenApi } from "./api/openapi.js"
import { applicationOver } from "./app.module.js"
import { announceTo, callbackUrlsOf } from "./callback-urls.js"
import { openCustomerPages, PAGES_PATH } from "./cashier/customer-pages.js"
import { knownHost } from "./http/known-host.js"
import { rateLimits } from "./http/rate-limits.js"
import { sameOrigin } from "./http/same-origin.js"
import { securityHeaders } from "./http/security-headers.js"
import type { Receiver } from "./onward/receiver.js"
import { onwardToLoopback, openShopSystems } from "./onward/shop-systems.js"
import { Access } from "./session/access.js"
import { type Seat, Seats } from "./session/seat.js"
import {
  branchPassword,
  databaseOf,
  type Environment,
  loopbackOrigin,
  type Settings,
  settingsFrom,
} from "./settings.js"
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
  /** The passwords that were made up, at first start only. */
  readonly newPasswords: ReadonlyArray<{ readonly seat: Seat; readonly password: string }>
  close(): Promise<void>
}

/** The bundled scripts and the style sheet, beside this program. */
const ASSETS = new URL("./assets/", import.meta.url).pathname

/**
 * Opens the acquirers and the books, and serves.
 *
 * @throws InvalidConfiguration, UnusableDatabase, WrongBooks, QrisSetupError, each in one sentence; a
 *   port that is taken
 */
export const start = async (environment: Environment): Promise<RunningTill> => {
  const settings = Result.getOrThrow(settingsFrom(environment))
  const acquirers = await openAcquirers(environment, settings)
  try {
    return await serve(environment, settings, acquirers)
  } catch (error) {
    await acquirers.close()
    throw error
  }
}

const serve = async (
  environment: Environment,
  settings: Settings,
  { counters, accounts, sandbox, close }: Acquirers,
): Promise<RunningTill> => {
  const isPlay = sandbox !== undefined
  const database = databaseOf(settings, isPlay)
  const tracing = tracingTo(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
  const seats = new Seats(counters)
  const passwords = passwordsOf(environment, settings, seats)
  const hasBranches = seats.branches.length > 0
  const clients = hasBranches ? [] : counters[0].clients
  const till = await openTill({
    database,
    providers: [...clients, ...accounts],
    tracing,
    ...(isPlay && { endpoints: onwardToLoopback() }),
  })
  let systems: Receiver | undefined
  try {
    await claimBooks(till, isPlay)
    if (isPlay) systems = await openShopSystems(till, seats)
    const access = new Access(till)
    const newPasswords = await preparePasswords(access, seats, passwords)
    const callbackUrls = callbackUrlsOf(settings, isPlay)
    const pages = await openCustomerPages(till)
    const app = await NestFactory.create<NestExpressApplication>(
      applicationOver({
        clients,
        accounts,
        seats,
        till,
        access,
        sandbox,
        callbackUrls,
        pages,
        walkIn: { name: "Pelanggan", email: settings.CUSTOMER_EMAIL },
      }),
      { rawBody: true, forceCloseConnections: true, abortOnError: false, logger: ["warn", "error"] },
    )
    app.enableShutdownHooks()
    protect(app, settings, pages)
    serveOpenApi(app)
    await app.listen(settings.PORT, settings.HOST)
    // Nest's own lines of a start are over.
    app.useLogger(["log", "warn", "error"])
    if (sandbox !== undefined) await announceTo(sandbox, callbackUrls, hasBranches)
    return {
      url: loopbackOrigin(settings),
      isPlay,
      database,
      newPasswords,
      close: async () => {
        await app.close()
        await systems?.close()
        await close()
      },
    }
  } catch (error) {
    await till.port.close()
    await systems?.close()
    throw error
  }
}

/** The passwords that are set, by seat. Throws `InvalidConfiguration`. */
const passwordsOf = (
  environment: Environment,
  { BOOKS_PASSWORD }: Settings,
  { all }: Seats,
): ReadonlyMap<string, string | undefined> =>
  new Map(
    all.map(({ id, branch }) => [
      id,
      branch === undefined
        ? BOOKS_PASSWORD && Redacted.value(BOOKS_PASSWORD)
        : Result.getOrThrow(branchPassword(environment, branch)),
    ]),
  )

/** Sees to it that every seat has a password. Those that were made up, to be printed once. */
const preparePasswords = async (
  access: Access,
  { all }: Seats,
  passwords: ReadonlyMap<string, string | undefined>,
): Promise<RunningTill["newPasswords"]> => {
  const made: Array<RunningTill["newPasswords"][number]> = []
  for (const seat of all) {
    const password = await access.prepare(seat.id, passwords.get(seat.id))
    if (password !== undefined) made.push({ seat, password })
  }
  return made
}

/** What comes before every controller. */
const protect = (app: NestExpressApplication, settings: Settings, pages: PaymentPage): void => {
  app.set("trust proxy", settings.TRUST_PROXY)
  app.disable("x-powered-by")
  app.useBodyParser("json", { limit: "64kb" })
  app.useBodyParser("urlencoded", { limit: "16kb", extended: false })
  app.use(knownHost(settings.PUBLIC_URL))
  // They need no session, and have headers of their own.
  app.use(PAGES_PATH, toNodeListener(pages.handler))
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
