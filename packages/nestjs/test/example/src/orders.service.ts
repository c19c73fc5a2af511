import { Inject, Injectable, NotFoundException } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { OnPayment, QrisService } from "@qriskit/nestjs"

export interface Order {
  readonly id: string
  readonly amount: number
  status: "open" | "paid" | "look at it"
}

@Injectable()
export class OrdersService {
  readonly #qris: QrisService
  readonly #orders = new Map<string, Order>() // stands for your database

  constructor(@Inject(QrisService) qris: QrisService) {
    this.#qris = qris
  }

  async checkout(id: string) {
    const order: Order = { id, amount: 25_000, status: "open" } // the price is yours, not the caller's
    const payment = await this.#qris.create("ifortepay", {
      amount: order.amount, // whole rupiah
      orderId: id,
      externalId: `${id}-1`, // unique for each attempt
      description: "Two coffees",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
    })
    this.#orders.set(id, order)
    return { qr: payment.qr?.payload, expiresAt: payment.expiresAt } // draw the text as a QR
  }

  get(id: string): Order {
    const order = this.#orders.get(id)
    if (order === undefined) throw new NotFoundException()
    return order
  }

  @OnPayment("paid")
  paid(payment: Payment): void {
    const order = this.get(payment.ref.orderId)
    order.status = payment.amount === order.amount ? "paid" : "look at it"
  }
}
