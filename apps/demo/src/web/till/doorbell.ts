import { Injectable, Logger } from "@nestjs/common"
import { formatRupiah, type Payment } from "@qriskit/core"
import { type AnomalyEvent, OnPayment, type StatusEvent } from "@qriskit/nestjs"

/** What a shop does when money arrives, or when something is odd. Here: it says so. Called at least once for each. */
@Injectable()
export class Doorbell {
  readonly #log = new Logger("Shop")

  @OnPayment("paid")
  paid(payment: Payment, { recorded }: StatusEvent): void {
    this.#log.log(`${recorded?.key ?? payment.ref.orderId} is paid: ${formatRupiah(payment.amount)}`)
  }

  @OnPayment("anomaly")
  odd(_payment: Payment | undefined, { recorded }: AnomalyEvent): void {
    this.#log.warn(`${recorded?.key}: ${recorded?.anomaly} waits for a person, see /console/findings`)
  }
}
