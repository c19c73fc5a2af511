import { NoSuchEndpoint, type PaymentRecord } from "@qriskit/payments"
import type { Endpoint, EndpointMessage } from "@qriskit/payments/endpoints"
import { PAGE_SIZE, pageOf } from "../../html/paging.js"
import type { ConsoleEndpoints } from "../../payments.js"
import { accountMeant, type Visit } from "../../request/visit.js"

/** A message about the payment, and where it goes. */
export interface ToldEndpoint {
  readonly endpoint: Endpoint
  readonly message: EndpointMessage
}

/** Which endpoints are told of a payment, and how that goes. */
export interface OnwardView {
  readonly told: ReadonlyArray<ToldEndpoint>
  readonly isLater: boolean
  /** Where the next page begins. */
  readonly next: string | undefined
}

/** The endpoints of some ids that this visitor may see: those of a platform are no merchant's business. */
const seenBy = async (
  visit: Visit,
  endpoints: ConsoleEndpoints,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Endpoint>> => {
  const found = await Promise.all(
    [...ids].map((id) =>
      endpoints.get(id, accountMeant(visit)).catch((error: unknown) => {
        if (error instanceof NoSuchEndpoint) return undefined
        throw error
      }),
    ),
  )
  return new Map(found.flatMap((endpoint) => (endpoint === undefined ? [] : [[endpoint.id, endpoint]])))
}

/** Reads what was sent onward of a payment, the oldest first; nothing where the host handed over no endpoints. */
export const onwardOf = async (
  visit: Visit,
  { key, account }: PaymentRecord,
  after: string | undefined,
): Promise<OnwardView | undefined> => {
  const { endpoints } = visit.house.options
  if (endpoints === undefined) return undefined
  const messages = await endpoints.messages({
    key,
    ...(account !== undefined && { account }),
    ...(after !== undefined && { after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(messages, ({ id }) => id)
  const seen = await seenBy(visit, endpoints, new Set(shown.map(({ endpoint }) => endpoint)))
  const told = shown.flatMap((message): ReadonlyArray<ToldEndpoint> => {
    const endpoint = seen.get(message.endpoint)
    return endpoint === undefined ? [] : [{ endpoint, message }]
  })
  return { told, isLater: after !== undefined, next }
}
