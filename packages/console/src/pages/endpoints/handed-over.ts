import type { ConsoleEndpoints } from "../../payments.js"
import type { Visit } from "../../request/visit.js"

/** Webhooks onward, which the host handed over: without them there are no pages that ask. */
export const endpointsOf = ({ house }: Visit): ConsoleEndpoints => {
  const { endpoints } = house.options
  if (endpoints === undefined) throw new Error("the host handed over no endpoints")
  return endpoints
}
