import type { ArgumentsHost } from "@nestjs/common"
import type { HttpAdapterHost } from "@nestjs/core"

/**
 * Answers a request with problem details. Outside HTTP the error is thrown again; a response that has begun is ended.
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
  const response: unknown = host.switchToHttp().getResponse()
  if (httpAdapter.isHeadersSent(response)) {
    httpAdapter.end(response)
    return
  }
  if (retryAfter !== undefined) httpAdapter.setHeader(response, "retry-after", String(retryAfter))
  httpAdapter.setHeader(response, "content-type", "application/problem+json")
  httpAdapter.reply(response, JSON.stringify(problem), problem.status)
}
