import { randomUUID } from "node:crypto"
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
  readonly #attempts = new Map<string, Promise<Payment>>() // and for each order's last attempt

  constructor(@Inject(QrisService) qris: QrisService) {
    this.#qris = qris
  }

  /** A second click shows the QR of the first, also while that is still being made. */
  async checkout(id: string) {
    const order: Order = this.#orders.get(id) ?? { id, amount: 25_000, status: "open" } // the price is yours
    this.#orders.set(id, order)
    const attempt = this.#attempts.get(id) ?? this.#charge(order)
    this.#attempts.set(id, attempt)
    const { qr, expiresAt } = await attempt
    return { qr: qr?.payload, expiresAt } // draw the text as a QR
  }

  async #charge({ id, amount }: Order): Promise<Payment> {
    try {
      return await this.#qris.create("ifortepay", {
        amount, // whole rupiah
        orderId: id,
        externalId: `${id}-${randomUUID()}`, // new for each attempt
        description: "Two coffees",
        customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
      })
    } catch (error) {
      this.#attempts.delete(id) // nobody was shown a QR: the next click is another attempt
      throw error
    }
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
