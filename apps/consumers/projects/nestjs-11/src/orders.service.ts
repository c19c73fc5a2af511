import { Injectable } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { OnPayment, QrisService } from "@qriskit/nestjs"

const PRICE = 25_000

@Injectable()
export class OrdersService {
  private readonly statuses = new Map<string, "open" | "paid" | "look at it">()

  constructor(private readonly qris: QrisService) {}

  async checkout(id: string) {
    const { qr } = await this.qris.create("zipay", { amount: PRICE, externalId: id })
    this.statuses.set(id, "open")
    return { qr: qr?.payload }
  }

  status(id: string) {
    return this.statuses.get(id) ?? "unknown"
  }

  @OnPayment("paid")
  paid({ ref, amount }: Payment): void {
    this.statuses.set(ref.externalId, amount === PRICE ? "paid" : "look at it")
  }
}
