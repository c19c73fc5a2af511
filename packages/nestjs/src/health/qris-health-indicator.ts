import { Inject, Injectable } from "@nestjs/common"
import { ModuleRef } from "@nestjs/core"
import { type HealthIndicatorResult, HealthIndicatorService } from "@nestjs/terminus"
import { qrisPaymentsToken } from "../payments/payments-tokens.js"
import type { QrisPayments } from "../payments/qris-payments.js"
import type { QrisService } from "../qris.service.js"
import { qrisServiceToken } from "../tokens.js"
import { paymentsHealthOf } from "./payments-health.js"
import { providerHealthOf } from "./provider-health.js"

/** What to look at. */
export interface QrisHealthOptions {
  /** The ids of the providers. Default: all of the registration. */
  readonly providers?: ReadonlyArray<string>
  /** The `name` that `QrisModule.forRoot` was given. */
  readonly registration?: string
  /**
   * With whose client hosts are asked whose provider has accounts. Default: nobody's, and these hosts are not asked.
   */
  readonly account?: string
  /** How long a provider may take to answer, in milliseconds. Default 5,000. */
  readonly timeoutMillis?: number
  /**
   * What an unreachable provider makes of the result. Default `"down"`. Before Terminus 12 `"degraded"` reads `"up"`.
   */
  readonly whenUnreachable?: "down" | "degraded"
  /** How long a due inquiry or event of durable payments may wait, in milliseconds. Default 60,000. */
  readonly maximumLagMillis?: number
}

const DEFAULT_TIMEOUT = 5_000
const DEFAULT_MAXIMUM_LAG = 60_000

/**
 * Health for Terminus. Each provider's host is asked for nothing, so no payment is touched and no credential is sent:
 * it says that the host answers, not that the credentials are right. Durable payments are down when their database is,
 * or when work waits too long; dead letters, anomalies and providers that are not asked for now are shown beside.
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
    const { registration, account, timeoutMillis = DEFAULT_TIMEOUT, whenUnreachable = "down" } = options
    const qris: QrisService = this.#moduleRef.get(qrisServiceToken(registration), { strict: false })
    const { providers: ids = qris.providerIds, maximumLagMillis = DEFAULT_MAXIMUM_LAG } = options
    const [payments, ...providers] = await Promise.all([
      this.#paymentsHealth(registration, maximumLagMillis),
      ...ids.map(async (id) => [id, await providerHealthOf(qris, id, account, timeoutMillis)] as const),
    ])
    const indicator = this.#indicators.check(key)
    const report = { ...Object.fromEntries(providers), ...(payments && { payments: payments.report }) }
    if (payments?.isHealthy === false) return indicator.down(report)
    if (providers.every(([, { reachable }]) => reachable !== false)) return indicator.up(report)
    if (whenUnreachable === "down") return indicator.down(report)
    // Terminus 11 knows up and down only; the report says all the same who cannot be reached.
    return Reflect.has(indicator, "degraded") ? indicator.degraded(report) : indicator.up(report)
  }

  async #paymentsHealth(registration: string | undefined, maximumLagMillis: number) {
    const payments: QrisPayments = this.#moduleRef.get(qrisPaymentsToken(registration), { strict: false })
    return payments.isConfigured ? paymentsHealthOf(payments, maximumLagMillis) : undefined
  }
}
