import { createHash, timingSafeEqual } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { exposition } from "./prometheus/exposition.js"
import { familiesOf } from "./prometheus/families.js"
import type { PaymentsClient } from "./promise.js"

/** What Prometheus' text format, version 0.0.4, is served as. */
export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

/** Whose metrics are told. */
export interface PrometheusOptions {
  /** Its health is looked at for each answer, so that lags, dead letters and findings are those of this moment. */
  readonly payments: Pick<PaymentsClient, "health">
  /**
   * What a scraper must send as `authorization: Bearer …`. Default: nothing, so the address must not be reachable from
   * outside: the numbers of a shop are nobody's business.
   */
  readonly bearerToken?: string
}

/**
 * The metrics of this process, and the health of the database, in Prometheus' text format. Never rejects: where the
 * database does not answer, `qriskit_payments_database_up` is 0.
 *
 * @example
 * ```ts
 * import { createPayments } from "@qriskit/payments/promise"
 * import { prometheusText } from "@qriskit/payments/prometheus"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({ userId: "partner-contoh", password: "…", merchantId: "3", merchantKey: "…" })
 * const payments = await createPayments({ database: "./data", providers: [zipay] })
 * console.log(await prometheusText({ payments }))
 * ```
 */
export const prometheusText = async ({ payments }: Pick<PrometheusOptions, "payments">): Promise<string> => {
  // It shows what it saw as gauges, also that it saw nothing.
  await payments.health().catch(() => undefined)
  return exposition(familiesOf(Effect.runSync(Metric.snapshot)))
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()

/**
 * Answers a scraper: 200 with the metrics, 401 without the right token, 405 for anything but GET and HEAD. Never
 * rejects. A `Request` becomes a `Response`, as all of `@qriskit/http` takes it.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http"
 * import { toNodeListener } from "@qriskit/http/node"
 * import { createPayments } from "@qriskit/payments/promise"
 * import { prometheus } from "@qriskit/payments/prometheus"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({ userId: "partner-contoh", password: "…", merchantId: "3", merchantKey: "…" })
 * const payments = await createPayments({ database: "./data", providers: [zipay] })
 * const metrics = prometheus({ payments, bearerToken: "a long random text" })
 * createServer(toNodeListener(metrics)).listen(9464, "127.0.0.1")
 * ```
 */
export const prometheus = ({
  payments,
  bearerToken,
}: PrometheusOptions): ((request: Request) => Promise<Response>) => {
  const expected = bearerToken === undefined ? undefined : digest(`Bearer ${bearerToken}`)
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response("Only GET.\n", { status: 405, headers: { allow: "GET, HEAD" } })
    const given = request.headers.get("authorization") ?? ""
    if (expected !== undefined && !timingSafeEqual(expected, digest(given)))
      return new Response("A bearer token is missing.\n", {
        status: 401,
        headers: { "www-authenticate": 'Bearer realm="metrics"' },
      })
    const text = await prometheusText({ payments })
    return new Response(request.method === "HEAD" ? null : text, {
      headers: { "content-type": CONTENT_TYPE, "cache-control": "no-store" },
    })
  }
}
