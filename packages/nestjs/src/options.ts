import type { ConfigurableModuleAsyncOptions, ModuleMetadata } from "@nestjs/common"
import type { QrisAccountsClient, QrisClient, RefOf } from "@qriskit/http/webhook-kit"
import type { PaymentsPort } from "./payments/payments-port.js"

/** All that a registration was given, in the form in which `createPayments` takes it. */
export type QrisProviders = ReadonlyArray<QrisClient | QrisAccountsClient>

/** What `QrisModule.forRoot` takes, and what an asynchronous factory returns. */
export interface QrisModuleOptions {
  /** Promise clients: what `createIfortepay(...)`, `createZipay(...)` return. One of each provider. */
  readonly providers?: ReadonlyArray<QrisClient>
  /**
   * The accounts of many merchants: what `createIfortepayAccounts(...)`, `createZipayAccounts(...)` return. One of each
   * provider, instead of a client or beside one. Callbacks then come to `…/<provider>/<account>`, too.
   */
  readonly accounts?: ReadonlyArray<QrisAccountsClient>
  /**
   * Where this application is reached from outside: `"https://toko.example"`. The callback addresses of payments that
   * name none are made from it, the application's global prefix included, for every provider that takes one.
   */
  readonly publicUrl?: string
  /**
   * The same address by address, by provider id, where something in front of the application changes paths. Must end in
   * what this application mounts: `{ ifortepay: "https://toko.example/webhooks/qris/ifortepay" }`. Goes before
   * `publicUrl`.
   */
  readonly notificationUrls?: Readonly<Record<string, string>>
  /**
   * Durable payments: what `createPayments` of `@qriskit/payments/promise` resolves to, or a function that makes
   * it from the providers and the accounts. Callbacks are then stored before they are answered, and handlers run
   * from the event log.
   */
  readonly payments?: PaymentsPort | ((providers: QrisProviders) => PaymentsPort | Promise<PaymentsPort>)
  /**
   * Without durable payments: finds the reference that you stored with an order, by what a callback names
   * (`provider`, `account`, `paymentId`, `externalId`), once the callback was verified as far as its provider lets one.
   * Handlers then get that reference, with your `orderId`, which not every provider knows. Give `undefined` for what
   * you do not know: it is asked about all the same, though not more often than `webhooks.unknownPerSecond` allows.
   */
  readonly refOf?: RefOf
  /** How long callbacks and events under way may take when the application closes, in milliseconds. Default 10,000. */
  readonly shutdownMillis?: number
  /** Close payments and clients when the application closes. Default true; false where somebody else uses them too. */
  readonly closeOnShutdown?: boolean
  /** Compare this machine's clock with the providers' after start, and warn. Default true. */
  readonly checkClock?: boolean
}

/** How callbacks are received. */
export interface QrisWebhookOptions {
  /**
   * Where the callbacks' paths begin. Default `webhooks/qris`, and `webhooks/qris/<name>` for a
   * registration with a name.
   */
  readonly prefix?: string
  /** The largest body, in bytes. Default 65,536. Express by itself stops at 102,400, Fastify at 1,048,576. */
  readonly bodyLimit?: number
  /**
   * Without durable payments: inquiries a second that callbacks may cause about payments that neither this process
   * made through `QrisService` nor `refOf` knows, of each account. Up to ten seconds' worth is saved up. Default 10.
   * How often accounts that do not exist are looked up is a setting of `create…Accounts`.
   */
  readonly unknownPerSecond?: number
  /** Put on the controllers: `SkipThrottle()`, `UseGuards(...)`, `UseInterceptors(...)`, a `Public()` of yours. */
  readonly decorators?: ReadonlyArray<ClassDecorator>
}

/** What must be known before any factory has run. */
export interface QrisModuleExtras {
  /** Tells registrations apart: letters, digits and -. Absent for the only one, or for the main one. */
  readonly name?: string
  /** Every module may inject what this one exports, without importing it. Default false. */
  readonly isGlobal?: boolean
  /** How callbacks are received; `false` for none at all. */
  readonly webhooks?: QrisWebhookOptions | false
}

/** What `QrisModule.forRoot` takes. */
export type QrisModuleRootOptions = QrisModuleOptions &
  QrisModuleExtras & {
    /** Modules that guards and interceptors in `webhooks.decorators` inject from. */
    readonly imports?: ModuleMetadata["imports"]
  }

/** A class that makes the options: for `useClass` and `useExisting`. */
export interface QrisOptionsFactory {
  /** Makes the options, once, when the application starts. */
  createQrisOptions(): QrisModuleOptions | Promise<QrisModuleOptions>
}

/** What `QrisModule.forRootAsync` takes. */
export type QrisModuleAsyncOptions = ConfigurableModuleAsyncOptions<QrisModuleOptions, "createQrisOptions"> &
  QrisModuleExtras & {
    /**
     * The ids of the clients that the factory will return under `providers`: `["ifortepay", "zipay"]`. Paths of
     * callbacks and what `@InjectQris` names are made before the factory runs.
     */
    readonly providerIds?: ReadonlyArray<string>
    /** The ids of what it will return under `accounts`, for the same reason. */
    readonly accountsAt?: ReadonlyArray<string>
  }
