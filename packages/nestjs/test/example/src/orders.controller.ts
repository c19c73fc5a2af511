import { Controller, Get, Inject, Param, Post } from "@nestjs/common"
import { OrdersService } from "./orders.service.js"

@Controller("orders")
export class OrdersController {
  readonly #orders: OrdersService

  constructor(@Inject(OrdersService) orders: OrdersService) {
    this.#orders = orders
  }

  @Post(":id/checkout")
  checkout(@Param("id") id: string) {
    return this.#orders.checkout(id)
  }

  @Get(":id")
  get(@Param("id") id: string) {
    return this.#orders.get(id)
  }
}
