import { Module } from "@nestjs/common"
import { APP_FILTER } from "@nestjs/core"
import { QrisExceptionFilter, QrisModule } from "@qriskit/nestjs"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { OrdersController } from "./orders.controller.js"
import { OrdersService } from "./orders.service.js"

const env = process.env

@Module({
  imports: [
    QrisModule.forRoot({
      providers: [
        createIfortepay({
          merchantId: env["IFORTEPAY_MERCHANT_ID"] ?? "",
          secretUnboundId: env["IFORTEPAY_SECRET_UNBOUND_ID"] ?? "",
          hashKey: env["IFORTEPAY_HASH_KEY"] ?? "",
          baseUrl: env["IFORTEPAY_BASE_URL"] ?? "https://api-stage.ifortepay.id",
          channel: "NOBU",
        }),
      ],
      publicUrl: env["PUBLIC_URL"] ?? "http://127.0.0.1:3000", // callbacks come to /webhooks/qris/ifortepay below it
    }),
  ],
  controllers: [OrdersController],
  providers: [OrdersService, { provide: APP_FILTER, useClass: QrisExceptionFilter }],
})
export class AppModule {}
