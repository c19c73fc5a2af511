import { randomUUID } from "node:crypto"
import { Injectable, NotFoundException } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { OnPayment, QrisService } from "@qriskit/nestjs"

export interface Order {
  readonly id: string
  readonly amount: number
  status: "open" | "paid" | "look at it"
}

@Injectable()
export class OrdersService {
  private readonly orders = new Map<string, Order>()
  private readonly attempts = new Map<string, Promise<Payment>>()

  constructor(private readonly qris: QrisService) {}

  async checkout(id: string) {
    const order: Order = this.orders.get(id) ?? { id, amount: 25_000, status: "open" }
    this.orders.set(id, order)
    const attempt = this.attempts.get(id) ?? this.charge(order)
    this.attempts.set(id, attempt)
    return { qr: (await attempt).qr?.payload }
  }

  private async charge({ id, amount }: Order): Promise<Payment> {
    try {
      return await this.qris.create("ifortepay", {
        amount,
        orderId: id,
        externalId: `${id}-${randomUUID()}`,
        description: "Two coffees",
        customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
      })
    } catch (error) {
      this.attempts.delete(id)
      throw error
    }
  }

  get(id: string): Order {
    const order = this.orders.get(id)
    if (order === undefined) throw new NotFoundException()
    return order
  }

  @OnPayment("paid")
  paid(payment: Payment): void {
    const order = this.get(payment.ref.orderId)
    order.status = payment.amount === order.amount ? "paid" : "look at it"
  }
}
