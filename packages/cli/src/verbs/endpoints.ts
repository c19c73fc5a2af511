import { Payments } from "@qriskit/payments"
import { Endpoint } from "@qriskit/payments/endpoints"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inert } from "../text/inert.js"
import { momentOr } from "../text/moment.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { account, decided, endpointId, limit, textOption } from "./option.js"
import { recorded } from "./recorded.js"
import { defineVerb } from "./verb.js"

const stateOf = ({ isEnabled, disabledWhy, heldUntil }: Endpoint): string => {
  if (!isEnabled) return disabledWhy === undefined ? "disabled" : `disabled: ${disabledWhy}`
  return heldUntil === undefined ? "enabled" : "waits"
}

const COLUMNS: ReadonlyArray<Column<Endpoint>> = [
  { title: "id", of: ({ id }) => id },
  { title: "account", of: ({ account: whose, everyAccount }) => (everyAccount ? "every" : (whose ?? "")) },
  { title: "state", of: stateOf, tone: ({ isEnabled }) => (isEnabled ? "good" : "bad") },
  { title: "failed", of: ({ failures }) => String(failures), isRight: true },
  { title: "since (WIB)", of: ({ failingSince }) => momentOr(failingSince, "") },
  { title: "url", of: ({ url }) => url, isWide: true },
]

export const endpoints = defineListVerb({
  name: "endpoints",
  title: "Where webhooks go onward",
  summary:
    "Lists endpoints of webhooks onward, the oldest first. Exit code 1 where one is disabled or fails.",
  example: "qriskit endpoints",
  options: {
    account,
    after: textOption("Those behind this id: the last one of the page before.", "<id>"),
    limit,
  },
  item: Endpoint,
  next: Schema.String,
  list: (payments, query) => payments.endpoints.list(query),
  idOf: ({ id }) => id,
  none: "No webhook goes onward.",
  columns: COLUMNS,
  verdict: (items) =>
    items.some(({ isEnabled, failures }) => !isEnabled || failures > 0) ? "wrong" : "fine",
})

const endpointLine = ({ id, url }: Endpoint, isEnabled: boolean): string =>
  `${inert(id)} is ${isEnabled ? "enabled" : "disabled"}: ${inert(url)}`

const switching = (isEnabled: boolean) => {
  const word = isEnabled ? "enable" : "disable"
  return defineVerb({
    name: `endpoint-${word}`,
    title: isEnabled ? "Let an endpoint go on" : "Stop an endpoint",
    summary: isEnabled
      ? "Lets an endpoint go on where it stopped, in order; it counts as healthy until it fails again."
      : "Sends nothing more to an endpoint: everything waits until it is enabled.",
    example: `qriskit endpoint-${word} 01J8… --yes --by "Petugas Contoh" --why "their server is ${isEnabled ? "back" : "moving"}"`,
    access: "write",
    isDangerous: true,
    isIdempotent: true,
    options: { id: endpointId, account, ...decided },
    output: Endpoint,
    preview: ({ id, account: whose }) =>
      Effect.gen(function* () {
        const { url } = yield* (yield* Payments).endpoints.get(
          id,
          whose === undefined ? {} : { account: whose },
        )
        return { lines: [`${isEnabled ? "Sends again" : "Sends nothing more"} to ${url}.`] }
      }),
    run: ({ id, account: whose, by, why }) =>
      Effect.flatMap(Payments, (payments) =>
        recorded(
          { verb: `endpoint-${word}`, by, why, account: whose, subject: `endpoint ${id}` },
          payments.endpoints.update(id, { isEnabled }, whose === undefined ? {} : { account: whose }),
        ),
      ),
    text: (endpoint) => [endpointLine(endpoint, isEnabled)],
  })
}

export const endpointEnable = switching(true)
export const endpointDisable = switching(false)
