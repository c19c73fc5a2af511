// The same with NestJS 11 in an ES module.
import assert from "node:assert/strict"
import { Module } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import { QrisModule } from "@qriskit/nestjs"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { payOrder } from "./checkout.js"
import { OrdersController } from "./orders.controller.js"
import { OrdersService } from "./orders.service.js"

const sandbox = await startSandbox()

@Module({
  imports: [QrisModule.forRoot({ providers: [createZipay(sandbox.zipay)] })],
  controllers: [OrdersController],
  providers: [OrdersService],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { rawBody: true, logger: ["warn", "error"] })
await app.listen(0, "127.0.0.1")
try {
  assert.equal(typeof import.meta.url, "string", "this is an ES module")
  assert.equal(await payOrder(app, sandbox, "order-1002"), "paid")
  console.log("paid: order-1002, in an ES module")
} finally {
  await app.close()
  await sandbox.close()
}
