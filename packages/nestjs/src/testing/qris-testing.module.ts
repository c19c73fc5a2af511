import { type DynamicModule, Module } from "@nestjs/common"
import { DiscoveryModule } from "@nestjs/core"
import { type CallbackSource, QrisSandbox, SANDBOX } from "./qris-sandbox.js"

/**
 * Brings `QrisSandbox` into a test. The clients over the sandbox are made by the test, with the sandbox's credentials.
 *
 * @example
 * ```ts
 * import { Test } from "@nestjs/testing"
 * import { QrisModule } from "@qriskit/nestjs"
 * import { QrisTestingModule } from "@qriskit/nestjs/testing"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 * import { startSandbox } from "@qriskit/sandbox"
 *
 * const sandbox = await startSandbox({ clock: "manual" })
 * const testing = await Test.createTestingModule({
 *   imports: [
 *     QrisModule.forRoot({ providers: [createZipay(sandbox.zipay)] }),
 *     QrisTestingModule.forSandbox(sandbox),
 *   ],
 * }).compile()
 * ```
 */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class QrisTestingModule {
  /** Does not close the sandbox: whoever started it does. */
  static forSandbox(sandbox: CallbackSource): DynamicModule {
    return {
      module: QrisTestingModule,
      imports: [DiscoveryModule],
      providers: [{ provide: SANDBOX, useValue: sandbox }, QrisSandbox],
      exports: [QrisSandbox],
    }
  }
}
