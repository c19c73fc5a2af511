import { Controller, Get, Inject } from "@nestjs/common"
import { HealthCheck, HealthCheckService } from "@nestjs/terminus"
import { QrisHealthIndicator } from "@qriskit/nestjs/terminus"
import type { Seats } from "../session/seat.js"
import { SEATS } from "../stage.js"

/** Whether the database answers, the acquirers' hosts can be reached, and nothing waits too long. */
@Controller("health")
export class HealthController {
  readonly #health: HealthCheckService
  readonly #qris: QrisHealthIndicator
  /** The branch with whose clients the acquirers' hosts are asked: they are everybody's. */
  readonly #through: { readonly account?: string }

  constructor(
    @Inject(HealthCheckService) health: HealthCheckService,
    @Inject(QrisHealthIndicator) qris: QrisHealthIndicator,
    @Inject(SEATS) seats: Seats,
  ) {
    this.#health = health
    this.#qris = qris
    const [branch] = seats.branches
    this.#through = branch === undefined ? {} : { account: branch.id }
  }

  @Get()
  @HealthCheck()
  check() {
    return this.#health.check([
      () => this.#qris.check("qris", { whenUnreachable: "degraded", ...this.#through }),
    ])
  }
}
