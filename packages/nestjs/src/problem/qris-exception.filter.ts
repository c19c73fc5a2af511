import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import { QrisError } from "@qriskit/core"
import { problemOf, retryAfterSecondsOf } from "./problem.js"
import { replyWithProblem } from "./reply.js"

/**
 * Answers a `QrisError` as `application/problem+json` (RFC 9457), retryable ones with Retry-After, and logs it:
 * 500 and 501 as errors with their stack, 502 to 504 as warnings, callers' own mistakes at debug. Outside HTTP it
 * hands the error on.
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
    replyWithProblem(this.#host, host, error, problemOf(error), retryAfterSecondsOf(error))
  }
}
