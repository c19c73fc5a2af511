import { Inject, Injectable } from "@nestjs/common"
import { ModuleRef } from "@nestjs/core"
import { type HealthIndicatorResult, HealthIndicatorService } from "@nestjs/terminus"
import type { QrisService } from "../qris.service.js"
import { isReaching, type QrisClient } from "../qris-client.js"
import { qrisServiceToken } from "../tokens.js"

/** What to look at. */
export interface QrisHealthOptions {
  /** The ids of the providers. Default: all of the registration. */
  readonly providers?: ReadonlyArray<string>
  /** The `name` that `QrisModule.forRoot` was given. */
  readonly registration?: string
  /** How long a provider may take to answer, in milliseconds. Default 5,000. */
  readonly timeoutMillis?: number
  /** What an unreachable provider makes of the result. Default `"down"`. */
  readonly whenUnreachable?: "down" | "degraded"
}

/** One provider, as a health report shows it. */
interface ProviderHealth {
  readonly reachable: boolean
  readonly why?: string
  /** Milliseconds that its clock is ahead of ours. */
  readonly clockOffset?: number
}

const DEFAULT_TIMEOUT = 5_000

/**
 * Health of the providers for Terminus: each one's host is asked for nothing, so no payment is touched and no credential
 * is sent. It says that the host answers, not that the credentials are right.
 *
 * @example
 * ```ts
 * import { Controller, Get, Inject } from "@nestjs/common"
 * import { HealthCheck, HealthCheckService } from "@nestjs/terminus"
 * import { QrisHealthIndicator } from "@qriskit/nestjs/terminus"
 *
 * @Controller("health")
 * export class HealthController {
 *   readonly #health: HealthCheckService
 *   readonly #qris: QrisHealthIndicator
 *   constructor(
 *     @Inject(HealthCheckService) health: HealthCheckService,
 *     @Inject(QrisHealthIndicator) qris: QrisHealthIndicator,
 *   ) {
 *     this.#health = health
 *     this.#qris = qris
 *   }
 *
 *   @Get()
 *   @HealthCheck()
 *   check() {
 *     return this.#health.check([() => this.#qris.check("qris")])
 *   }
 * }
 * ```
 */
@Injectable()
export class QrisHealthIndicator {
  readonly #moduleRef: ModuleRef
  readonly #indicators: HealthIndicatorService

  constructor(
    @Inject(ModuleRef) moduleRef: ModuleRef,
    @Inject(HealthIndicatorService) indicators: HealthIndicatorService,
  ) {
    this.#moduleRef = moduleRef
    this.#indicators = indicators
  }

  /**
   * @param key what the report calls it
   * @throws QrisSetupError for a provider that is not registered
   */
  async check<const Key extends string>(
    key: Key,
    options: QrisHealthOptions = {},
  ): Promise<HealthIndicatorResult<Key>> {
    const qris: QrisService = this.#moduleRef.get(qrisServiceToken(options.registration), { strict: false })
    const {
      providers = qris.providerIds,
      timeoutMillis = DEFAULT_TIMEOUT,
      whenUnreachable = "down",
    } = options
    const reports = await Promise.all(
      providers.map(async (id) => [id, await healthOf(qris.provider(id), timeoutMillis)] as const),
    )
    const indicator = this.#indicators.check(key)
    const report = Object.fromEntries(reports)
    const isHealthy = reports.every(([, { reachable }]) => reachable)
    if (isHealthy) return indicator.up(report)
    return whenUnreachable === "down" ? indicator.down(report) : indicator.degraded(report)
  }
}

const healthOf = async (client: QrisClient, timeoutMillis: number): Promise<ProviderHealth> => {
  if (!isReaching(client)) return { reachable: false, why: "this client cannot be asked whether it is there" }
  const signal = AbortSignal.timeout(timeoutMillis)
  try {
    const answer = await client.reach({ signal })
    if (!answer.isReachable) return { reachable: false, why: answer.why }
    return {
      reachable: true,
      ...(answer.clockOffset === undefined ? {} : { clockOffset: answer.clockOffset }),
    }
  } catch (error) {
    // `reach` itself never fails: only the signal ends it.
    if (!signal.aborted) throw error
    return { reachable: false, why: `it did not answer within ${timeoutMillis} ms` }
  }
}
