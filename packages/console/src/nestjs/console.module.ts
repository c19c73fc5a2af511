import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type ModuleMetadata,
} from "@nestjs/common"
import { type Console, type OpenedConsole, openConsole } from "../console.js"
import type { ConsoleOptions } from "../options.js"
import { CONSOLE, makeConsoleController } from "./console-controller.js"

/** Where it is mounted, and what its controller carries. */
export interface QrisConsolePlace {
  /** Such as `/qris`. A global prefix of the application goes before it. */
  readonly path: string
  /** Put on the controller: guards, `ApiExcludeController()`. */
  readonly decorators?: ReadonlyArray<ClassDecorator>
}

/** What `QrisConsoleModule.forRoot` takes. */
export interface QrisConsoleModuleOptions extends QrisConsolePlace, Omit<ConsoleOptions, "path"> {}

/** What `QrisConsoleModule.forRootAsync` takes. */
export interface QrisConsoleModuleAsyncOptions extends QrisConsolePlace, Pick<ModuleMetadata, "imports"> {
  readonly inject?: FactoryProvider["inject"]
  /** Makes the options, of what is injected. */
  readonly useFactory: FactoryProvider<Omit<ConsoleOptions, "path">>["useFactory"]
}

const moduleOf = (
  { path, decorators = [] }: QrisConsolePlace,
  provider: Omit<FactoryProvider<OpenedConsole>, "provide">,
  imports: ModuleMetadata["imports"] = [],
): DynamicModule => ({
  module: QrisConsoleModule,
  imports: [...imports],
  controllers: [makeConsoleController(path.replace(/^\/|\/$/g, ""), decorators)],
  providers: [{ provide: CONSOLE, ...provider }],
})

/**
 * The console as a module of Nest's 11 and 12, on Express and on Fastify.
 *
 * @example
 * ```ts
 * import { Module } from "@nestjs/common"
 * import { QrisConsoleModule } from "@qriskit/console/nestjs"
 * import { QrisPayments } from "@qriskit/nestjs/payments"
 *
 * @Module({
 *   imports: [
 *     QrisConsoleModule.forRootAsync({
 *       path: "/qris",
 *       inject: [QrisPayments],
 *       useFactory: (payments: QrisPayments) => ({
 *         payments: payments.client,
 *         authorize: (request) =>
 *           request.headers.get("x-staff") === null ? undefined : { who: "Kasir Contoh", may: "look" },
 *       }),
 *     }),
 *   ],
 * })
 * export class OperationsModule {}
 * ```
 */
@Module({})
export class QrisConsoleModule implements BeforeApplicationShutdown {
  readonly #console: Pick<Console, "close">

  constructor(@Inject(CONSOLE) console: Pick<Console, "close">) {
    this.#console = console
  }

  /** @throws InvalidConfiguration that names each option that cannot be right */
  static forRoot({ path, decorators, ...options }: QrisConsoleModuleOptions): DynamicModule {
    const console = openConsole({ ...options, path })
    return moduleOf({ path, ...(decorators !== undefined && { decorators }) }, { useFactory: () => console })
  }

  /** The same, of what is injected: `QrisPayments` of `@qriskit/nestjs`, a service of yours that knows your people. */
  static forRootAsync(options: QrisConsoleModuleAsyncOptions): DynamicModule {
    const { path, inject = [], useFactory, imports } = options
    return moduleOf(
      options,
      {
        inject: [...inject],
        useFactory: async (...injected) => openConsole({ ...(await useFactory(...injected)), path }),
      },
      imports,
    )
  }

  /** A live page would keep the server open. */
  beforeApplicationShutdown(): void {
    this.#console.close()
  }
}
