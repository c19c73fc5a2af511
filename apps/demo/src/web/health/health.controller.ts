import { Controller, Get, Inject } from "@nestjs/common"
import { HealthCheck, HealthCheckService } from "@nestjs/terminus"
import { QrisHealthIndicator } from "@qriskit/nestjs/terminus"

/** Whether the database answers, the acquirers' hosts can be reached, and nothing waits too long. */
@Controller("health")
export class HealthController {
  readonly #health: HealthCheckService
  readonly #qris: QrisHealthIndicator

  constructor(
    @Inject(HealthCheckService) health: HealthCheckService,
    @Inject(QrisHealthIndicator) qris: QrisHealthIndicator,
  ) {
    this.#health = health
    this.#qris = qris
  }

  @Get()
  @HealthCheck()
  check() {
    return this.#health.check([() => this.#qris.check("qris", { whenUnreachable: "degraded" })])
  }
}
