import { type DynamicModule, Module } from "@nestjs/common"
import { APP_FILTER } from "@nestjs/core"
import { TerminusModule } from "@nestjs/terminus"
import { QrisConsoleModule } from "@qriskit/console/nestjs"
import { type QrisClient, QrisModule } from "@qriskit/nestjs"
import { QrisHealthIndicator } from "@qriskit/nestjs/terminus"
import type { PaymentPage } from "@qriskit/payment-page"
import type { SandboxControl } from "@qriskit/sandbox"
import type { Accounts } from "./acquirers/offered-provider.js"
import { PaymentsApi } from "./api/payments.controller.js"
import { CashierController } from "./cashier/cashier.controller.js"
import { CUSTOMER_PAGES, CustomerPages } from "./cashier/customer-pages.js"
import { LiveController } from "./cashier/live.controller.js"
import { LiveFeed } from "./cashier/live-feed.js"
import { Opening } from "./cashier/opening.js"
import { PaymentView } from "./cashier/payment-view.js"
import { consoleOver } from "./console/console-over.js"
import { HealthController } from "./health/health.controller.js"
import { PageMaker } from "./html/page.js"
import { TroubleFilter } from "./http/trouble.filter.js"
import { PhoneController } from "./phone/phone.controller.js"
import { Access } from "./session/access.js"
import { LoginController } from "./session/login.controller.js"
import type { Seats } from "./session/seat.js"
import { CALLBACK_URLS, type CallbackUrls, IS_PLAY, SANDBOX, SEATS, WALK_IN, type WalkIn } from "./stage.js"
import { Doorbell } from "./till/doorbell.js"
import { TILL, type Till } from "./till/till.js"

/** What is open before the application is made of it. */
export interface Stage {
  /** Of the one shop. */
  readonly clients: ReadonlyArray<QrisClient>
  /** Of the branches. */
  readonly accounts: ReadonlyArray<Accounts>
  readonly seats: Seats
  readonly till: Till
  readonly access: Access
  readonly sandbox: SandboxControl | undefined
  readonly callbackUrls: CallbackUrls
  readonly pages: PaymentPage
  readonly walkIn: WalkIn
}

/** The till's application: payments by `QrisModule`, and pages around them. */
@Module({})
class Application {}

/** The same, over what is open. */
export const applicationOver = ({
  clients,
  accounts,
  seats,
  till,
  access,
  sandbox,
  callbackUrls,
  pages,
  walkIn,
}: Stage): DynamicModule => {
  const isPlay = sandbox !== undefined
  return {
    module: Application,
    imports: [
      TerminusModule,
      QrisModule.forRoot({
        providers: clients,
        accounts,
        payments: till.port,
        notificationUrls: takenUrls(clients, callbackUrls),
        isGlobal: true,
        webhooks: { bodyLimit: 65_536 },
      }),
      QrisConsoleModule.forRoot(consoleOver({ till, access, seats, isPlay })),
    ],
    controllers: [
      LoginController,
      CashierController,
      LiveController,
      PaymentsApi,
      HealthController,
      // The sandbox pays with play money: where there is real money, there is no phone.
      ...(isPlay ? [PhoneController] : []),
    ],
    providers: [
      { provide: SEATS, useValue: seats },
      { provide: TILL, useValue: till },
      { provide: Access, useValue: access },
      { provide: IS_PLAY, useValue: isPlay },
      { provide: SANDBOX, useValue: sandbox },
      { provide: CALLBACK_URLS, useValue: callbackUrls },
      { provide: WALK_IN, useValue: walkIn },
      { provide: CUSTOMER_PAGES, useValue: pages },
      { provide: PageMaker, useValue: new PageMaker({ isPlay }) },
      { provide: APP_FILTER, useClass: TroubleFilter },
      QrisHealthIndicator,
      Doorbell,
      CustomerPages,
      Opening,
      PaymentView,
      LiveFeed,
    ],
  }
}

/**
 * The addresses that may be named in a payment of the one shop; for the others, the acquirer has the address on record.
 */
const takenUrls = (
  clients: ReadonlyArray<QrisClient>,
  urlOf: CallbackUrls,
): Readonly<Record<string, string>> => {
  const taking = clients.filter(({ capabilities }) => capabilities.notificationUrl.supported)
  return Object.fromEntries(
    taking.flatMap(({ id }) => {
      const url = urlOf(id)
      return url === undefined ? [] : [[id, url]]
    }),
  )
}
