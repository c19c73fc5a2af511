import { Controller, Get, Param, Post } from "@nestjs/common"
import { OrdersService } from "./orders.service"

@Controller("orders")
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post(":id/checkout")
  checkout(@Param("id") id: string) {
    return this.orders.checkout(id)
  }

  @Get(":id")
  status(@Param("id") id: string) {
    return { status: this.orders.status(id) }
  }
}
