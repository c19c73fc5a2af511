import type { Resend } from "@qriskit/payments/endpoints"
import * as Schema from "effect/Schema"
import { addressOf } from "../../html/relative.js"
import { startOfDay } from "../../html/time.js"
import { Day, line, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { type Deed, deedRoute } from "../deed.js"
import { showAttempts } from "./attempt-list.js"
import { showEndpoints } from "./endpoint-list.js"
import { showEndpoint } from "./endpoint-page.js"
import { endpointsOf } from "./handed-over.js"

const Meant = { id: line(64) }
const readEndpoint = readFields(Schema.Struct(Meant))
type Meant = NonNullable<ReturnType<typeof readEndpoint>>

/** Whose it is: of another account it is as if there were none. Rejects with `NoSuchEndpoint`. */
const about = async (visit: Visit, { id }: Meant) => {
  const { account } = await endpointsOf(visit).get(id, accountMeant(visit))
  return { subject: `endpoint ${id}`, ...(account !== undefined && { account }) }
}

const leadsTo = (_: Visit, { id }: Meant): string => addressOf("endpoint", { id })

const ping: Deed<Meant> = {
  page: "endpoint-ping",
  verb: "endpoint-ping",
  read: readEndpoint,
  about,
  carryOut: (visit, { id }) => endpointsOf(visit).ping(id, accountMeant(visit)),
  leadsTo,
}

const switching = (isEnabled: boolean): Deed<Meant> => {
  const page = isEnabled ? "endpoint-enable" : "endpoint-disable"
  return {
    page,
    verb: page,
    read: readEndpoint,
    about,
    carryOut: (visit, { id }) => endpointsOf(visit).update(id, { isEnabled }, accountMeant(visit)),
    leadsTo,
  }
}

interface Resending extends Meant {
  readonly what: Resend
}

const readResend = readFields(
  Schema.Struct({ ...Meant, message: Schema.optionalKey(line(64)), since: Schema.optionalKey(Day) }),
)

const resendOf = (form: URLSearchParams): Resending | undefined => {
  const asked = readResend(form)
  if (asked === undefined) return undefined
  const { id, message, since: day } = asked
  if (message !== undefined) return { id, what: { message } }
  const since = day === undefined ? undefined : startOfDay(day)
  return since === undefined ? undefined : { id, what: { endpoint: id, since } }
}

const resend: Deed<Resending> = {
  page: "endpoint-resend",
  verb: "endpoint-resend",
  read: resendOf,
  about: async (visit, { id, what }) => ({
    ...(await about(visit, { id })),
    ...("message" in what && { subject: what.message }),
  }),
  carryOut: (visit, { what }) => endpointsOf(visit).resend(what, accountMeant(visit)),
  leadsTo,
}

const PAGES: ReadonlyArray<Route> = [
  { method: "GET", page: "endpoints", answer: showEndpoints },
  { method: "GET", page: "endpoint", answer: showEndpoint },
  { method: "GET", page: "attempts", answer: showAttempts },
  deedRoute(ping),
  deedRoute(switching(true)),
  deedRoute(switching(false)),
  deedRoute(resend),
]

export const routes: ReadonlyArray<Route> = PAGES.map((route) => ({ ...route, needs: "endpoints" }))
