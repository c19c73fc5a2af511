import { Module } from "@nestjs/common"
import { APP_FILTER } from "@nestjs/core"
import { QrisExceptionFilter, QrisModule } from "@qriskit/nestjs"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { OrdersController } from "./orders.controller.js"
import { OrdersService } from "./orders.service.js"

@Module({
  imports: [
    QrisModule.forRootAsync({
      providerIds: ["ifortepay"],
      useFactory: () => ({
        providers: [
          createIfortepay({
            merchantId: process.env.IFORTEPAY_MERCHANT_ID ?? "",
            secretUnboundId: process.env.IFORTEPAY_SECRET_UNBOUND_ID ?? "",
            hashKey: process.env.IFORTEPAY_HASH_KEY ?? "",
            baseUrl: process.env.IFORTEPAY_BASE_URL ?? "",
            channel: "NOBU",
          }),
        ],
        notificationUrls: { ifortepay: `${process.env.PUBLIC_URL}/webhooks/qris/ifortepay` },
      }),
    }),
  ],
  controllers: [OrdersController],
  providers: [OrdersService, { provide: APP_FILTER, useClass: QrisExceptionFilter }],
})
export class AppModule {}
