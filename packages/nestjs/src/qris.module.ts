import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type NestModule,
} from "@nestjs/common"
import { DiscoveryModule } from "@nestjs/core"
import { DEFAULT_REGISTRATION } from "./default-registration.js"
import { Announcements } from "./handlers/announcements.js"
import { PaymentHandlers } from "./handlers/payment-handlers.js"
import type { QrisModuleAsyncOptions, QrisModuleOptions, QrisModuleRootOptions } from "./options.js"
import { PaymentFeed } from "./payments/payment-feed.js"
import { PAYMENTS } from "./payments/payments-port.js"
import { qrisPaymentsToken } from "./payments/payments-tokens.js"
import { QrisPayments } from "./payments/qris-payments.js"
import { QrisService } from "./qris.service.js"
import { QrisRegistration } from "./registration.js"
import { type RegistrationExtras, shapeOf } from "./registration-shape.js"
import { HttpConnections } from "./server/http-connections.js"
import { UnreachedCallbacks } from "./server/unreached-callbacks.js"
import { QrisSetupError } from "./setup-error.js"
import { Shutdown } from "./shutdown.js"
import { StartupCheck } from "./startup/startup-check.js"
import { qrisAccountsToken, qrisProviderToken, qrisServiceToken } from "./tokens.js"
import { makeWebhookController } from "./webhook/webhook-controller.js"
import { WebhookReceiver } from "./webhook/webhook-receiver.js"

type Extras = RegistrationExtras & Pick<QrisModuleRootOptions, "imports">

/** Completes what the builder made: clients by token, one controller for each provider, the rest of the module. */
const assemble = (definition: DynamicModule, extras: Extras): DynamicModule => {
  const shape = shapeOf(extras)
  const { name, providerIds, accountsAt, webhooks } = shape
  const injectable: ReadonlyArray<FactoryProvider> = [
    ...providerIds.map((id) => ({
      provide: qrisProviderToken(id, name),
      useFactory: (registration: QrisRegistration) => registration.client(id),
      inject: [QrisRegistration],
    })),
    ...accountsAt.map((id) => ({
      provide: qrisAccountsToken(id, name),
      useFactory: (registration: QrisRegistration) => registration.accountsAt(id),
      inject: [QrisRegistration],
    })),
  ]
  const service = qrisServiceToken(name)
  const payments = qrisPaymentsToken(name)
  return {
    ...definition,
    global: extras.isGlobal ?? false,
    imports: [...(definition.imports ?? extras.imports ?? []), DiscoveryModule],
    controllers:
      webhooks === undefined
        ? []
        : [...new Set([...providerIds, ...accountsAt])].map((id) =>
            makeWebhookController({
              providerId: id,
              path: `${webhooks.prefix}/${id}`,
              decorators: webhooks.decorators,
            }),
          ),
    providers: [
      ...(definition.providers ?? []),
      {
        provide: QrisRegistration,
        useFactory: (options: QrisModuleOptions) => new QrisRegistration(shape, options),
        inject: [QRIS_OPTIONS],
      },
      ...injectable,
      { provide: service, useClass: QrisService },
      {
        provide: PAYMENTS,
        useFactory: ({ payments, providers = [], accounts = [] }: QrisModuleOptions) =>
          typeof payments === "function" ? payments([...providers, ...accounts]) : payments,
        // After the registration, so that wrong options are told before a database is opened.
        inject: [QRIS_OPTIONS, QrisRegistration],
      },
      { provide: payments, useClass: QrisPayments },
      PaymentHandlers,
      PaymentFeed,
      Announcements,
      WebhookReceiver,
      HttpConnections,
      UnreachedCallbacks,
      StartupCheck,
      Shutdown,
    ],
    exports: [service, payments, ...injectable.map(({ provide }) => provide)],
  }
}

/** The token of the options: what a test overrides to put other clients in. */
export const QRIS_OPTIONS = Symbol.for("@qriskit/nestjs/options")

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<QrisModuleOptions>({
  optionsInjectionToken: QRIS_OPTIONS,
})
  .setClassMethodName("forRoot")
  .setFactoryMethodName("createQrisOptions")
  .setExtras<Extras>(
    {
      name: DEFAULT_REGISTRATION,
      isGlobal: false,
      webhooks: {},
      providerIds: [],
      accountsAt: [],
      imports: [],
    },
    assemble,
  )
  .build()

const idsOf = (providers: unknown): ReadonlyArray<string> =>
  Array.isArray(providers) ? providers.map((provider) => String(provider?.id)) : []

/**
 * Takes QRIS payments through the providers it is given, and receives their callbacks.
 *
 * @example
 * ```ts
 * import { Module } from "@nestjs/common"
 * import { QrisModule } from "@qriskit/nestjs"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({
 *   userId: "partner-contoh",
 *   password: process.env["ZIPAY_PASSWORD"] ?? "",
 *   merchantId: "3",
 *   merchantKey: process.env["ZIPAY_MERCHANT_KEY"] ?? "",
 * })
 *
 * @Module({ imports: [QrisModule.forRoot({ providers: [zipay] })] })
 * export class AppModule {}
 * ```
 */
@Module({})
export class QrisModule implements NestModule {
  readonly #check: StartupCheck

  constructor(@Inject(StartupCheck) check: StartupCheck) {
    this.#check = check
  }

  /** @throws QrisSetupError for a name or a path that cannot be used */
  static forRoot(options: QrisModuleRootOptions): DynamicModule {
    const declared = { providerIds: idsOf(options.providers), accountsAt: idsOf(options.accounts) }
    return { ...ConfigurableModuleClass.forRoot({ ...options, ...declared }), module: QrisModule }
  }

  /** @throws QrisSetupError for a name or a path that cannot be used, or without `providerIds` and `accountsAt` */
  static forRootAsync(options: QrisModuleAsyncOptions): DynamicModule {
    if (![options.providerIds, options.accountsAt].some((ids) => Array.isArray(ids) && ids.length > 0)) {
      throw new QrisSetupError(
        `QrisModule.forRootAsync needs providerIds, such as ["zipay"], or accountsAt for accounts: callbacks' paths and what @InjectQris names are made before the factory runs.`,
      )
    }
    return { ...ConfigurableModuleClass.forRootAsync(options), module: QrisModule }
  }

  /** Nest asks for middleware right before it registers routes. */
  configure(): void {
    this.#check.checkRoutes()
  }
}
