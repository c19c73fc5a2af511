import { All, Controller, Inject, Req, Res, type Type, VERSION_NEUTRAL } from "@nestjs/common"
import type { OpenedConsole } from "../console.js"
import { answerOn, type PlatformRequest, type PlatformResponse } from "./platform-request.js"

/** The token of a module's console. */
export const CONSOLE = Symbol.for("@qriskit/console/console")

/**
 * A controller at a path: a class of its own, so that neither the path nor what is put on it is anybody else's. Global
 * prefixes and guards of the application hold for it as for any other.
 */
export const makeConsoleController = (
  path: string,
  decorators: ReadonlyArray<ClassDecorator>,
): Type<object> => {
  @Controller({ path, version: VERSION_NEUTRAL })
  class QrisConsoleController {
    readonly #console: OpenedConsole

    constructor(@Inject(CONSOLE) console: OpenedConsole) {
      this.#console = console
    }

    /** The answer is sent here, and not returned: no interceptor of the application wraps a page. */
    @All(["", ":page"])
    answer(@Req() request: PlatformRequest, @Res() response: PlatformResponse): void {
      const { page = "" } = request.params ?? {}
      answerOn(
        request,
        response,
        (asked) => this.#console.handle(asked, typeof page === "string" ? page : undefined),
        { bodyLimit: this.#console.bodyLimit, onError: this.#console.tell },
      )
    }
  }
  for (const decorate of decorators) decorate(QrisConsoleController)
  return QrisConsoleController
}
