import { Injectable } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { OnPayment, type StatusEvent } from "@qriskit/nestjs"
import { QrisPayments } from "@qriskit/nestjs/payments"

interface Fulfilled {
  readonly key: string | undefined
  readonly amount: number
}

@Injectable()
export class Orders {
  private announce: (order: Fulfilled) => void
  private readonly fulfilled = new Promise<Fulfilled>((resolve) => {
    this.announce = resolve
  })

  constructor(private readonly payments: QrisPayments) {}

  checkout(key: string) {
    return this.payments.open({ key, amount: 25_000, provider: "zipay" })
  }

  record(key: string) {
    return this.payments.get(key)
  }

  /** The first order that is paid. */
  firstPaid() {
    return this.fulfilled
  }

  @OnPayment("paid")
  paid(payment: Payment, { recorded }: StatusEvent): void {
    this.announce({ key: recorded?.key, amount: payment.amount })
  }
}
