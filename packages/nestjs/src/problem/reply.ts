import { type ArgumentsHost, Logger } from "@nestjs/common"
import type { HttpAdapterHost } from "@nestjs/core"

const logger = new Logger("Qris")

/** Whoever calls is told little: what went wrong is for the log. Callers' own mistakes only at debug. */
const logProblem = (error: unknown, status: number): void => {
  const message = error instanceof Error ? error.message : String(error)
  const sentence = `Answered ${status}: ${message}`
  if (status < 500) logger.debug(sentence)
  // Somebody here has to do something; what only passes is a warning.
  else if (status === 500 || status === 501) {
    logger.error(sentence, error instanceof Error ? error.stack : undefined)
  } else logger.warn(sentence)
}

/**
 * Answers a request with problem details, and logs why. Outside HTTP the error is thrown again; a response that
 * has begun is ended.
 *
 * @param retryAfter whole seconds, for a failure that is worth another try
 */
export const replyWithProblem = (
  { httpAdapter }: HttpAdapterHost,
  host: ArgumentsHost,
  error: unknown,
  problem: { readonly status: number },
  retryAfter: number | undefined,
): void => {
  if (host.getType() !== "http") throw error
  logProblem(error, problem.status)
  const response: unknown = host.switchToHttp().getResponse()
  if (httpAdapter.isHeadersSent(response)) {
    httpAdapter.end(response)
    return
  }
  if (retryAfter !== undefined) httpAdapter.setHeader(response, "retry-after", String(retryAfter))
  httpAdapter.setHeader(response, "content-type", "application/problem+json")
  httpAdapter.reply(response, JSON.stringify(problem), problem.status)
}
