import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import { QrisError } from "@qriskit/core"
import { problemOf, retryAfterSecondsOf } from "./problem.js"

/**
 * Answers a `QrisError` as `application/problem+json` (RFC 9457), retryable ones with Retry-After. Outside HTTP it hands
 * the error on.
 *
 * For one controller `@UseFilters(QrisExceptionFilter)`; for all of them `{ provide: APP_FILTER, useClass:
 * QrisExceptionFilter }` or `app.useGlobalFilters(new QrisExceptionFilter(app.get(HttpAdapterHost)))`.
 */
@Catch(QrisError)
@Injectable()
export class QrisExceptionFilter implements ExceptionFilter<QrisError> {
  readonly #host: HttpAdapterHost

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host
  }

  catch(error: QrisError, host: ArgumentsHost): void {
    if (host.getType() !== "http") throw error
    const { httpAdapter } = this.#host
    const response: unknown = host.switchToHttp().getResponse()
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response)
      return
    }
    const problem = problemOf(error)
    const wait = retryAfterSecondsOf(error)
    if (wait !== undefined) httpAdapter.setHeader(response, "retry-after", String(wait))
    httpAdapter.setHeader(response, "content-type", "application/problem+json")
    httpAdapter.reply(response, JSON.stringify(problem), problem.status)
  }
}
