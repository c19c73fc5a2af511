import { Inject, Injectable, Logger } from "@nestjs/common"
import { Announcer } from "@qriskit/http/webhook-kit"
import type { DiscoveredHandler } from "./handler-discovery.js"
import type { PaymentEvent } from "./payment-event.js"
import { PaymentHandlers } from "./payment-handlers.js"

/** Tells a registration's events to the handlers with `@OnPayment`. */
@Injectable()
export class Announcements extends Announcer<PaymentEvent, DiscoveredHandler> {
  constructor(@Inject(PaymentHandlers) handlers: PaymentHandlers) {
    const logger = new Logger("Qris")
    super(handlers, (sentence, stack) => logger.error(sentence, stack))
  }
}
