import { ApplicationConfig, ExternalContextCreator, type ModulesContainer, NestContainer } from "@nestjs/core"

/** The application's modules, and none of what it set for all of them. */
class ModulesAlone extends NestContainer {
  readonly #modules: ModulesContainer

  constructor(modules: ModulesContainer) {
    super(new ApplicationConfig())
    this.#modules = modules
  }

  override getModules(): ModulesContainer {
    return this.#modules
  }
}

/**
 * Makes contexts in which only the method's and its class's guards, interceptors and pipes run. Nest's own contexts
 * take the application's along; `@OnEvent`, `@Cron` and `@Interval` are called without any.
 */
export const contextsWithoutGlobals = (modules: ModulesContainer): ExternalContextCreator =>
  ExternalContextCreator.fromContainer(new ModulesAlone(modules))
