import { Module } from "@nestjs/common"
import { QrisModule } from "@qriskit/nestjs"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { OrdersController } from "./orders.controller"
import { OrdersService } from "./orders.service"

@Module({
  imports: [
    QrisModule.forRootAsync({
      providerIds: ["zipay"],
      useFactory: () => ({
        providers: [
          createZipay({
            userId: process.env.ZIPAY_USER_ID ?? "",
            password: process.env.ZIPAY_PASSWORD ?? "",
            merchantId: process.env.ZIPAY_MERCHANT_ID ?? "",
            merchantKey: process.env.ZIPAY_MERCHANT_KEY ?? "",
            baseUrl: process.env.ZIPAY_BASE_URL ?? "",
          }),
        ],
      }),
    }),
  ],
  controllers: [OrdersController],
  providers: [OrdersService],
})
export class AppModule {}
