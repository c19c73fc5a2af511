import type { Scenario, ScenarioGroup } from "./scenario.js"
import { accounts } from "./scenarios/accounts.js"
import { amounts } from "./scenarios/amounts.js"
import { cancel } from "./scenarios/cancel.js"
import { capabilities } from "./scenarios/capabilities.js"
import { create } from "./scenarios/create.js"
import { expiry } from "./scenarios/expiry.js"
import { failures } from "./scenarios/failures.js"
import { forgeries } from "./scenarios/forgeries.js"
import { inquire } from "./scenarios/inquire.js"
import { interruption } from "./scenarios/interruption.js"
import { notifications } from "./scenarios/notifications.js"
import { platform } from "./scenarios/platform.js"
import { refund } from "./scenarios/refund.js"
import { retries } from "./scenarios/retries.js"
import { secrets } from "./scenarios/secrets.js"
import { spans } from "./scenarios/spans.js"
import { trust } from "./scenarios/trust.js"

/** Every group of scenarios: what it is about, and its scenarios by name. */
export const GROUPS = {
  create: { about: "a new payment, its QR, its ref, and requests that must not leave", scenarios: create },
  amounts: { about: "whole rupiah and nothing else, at the edges too", scenarios: amounts },
  expiry: { about: "when a QR stops being payable", scenarios: expiry },
  inquire: {
    about: "every status word, unknown ones, unknown payments, refs that are none",
    scenarios: inquire,
  },
  cancel: { about: "canceling what is pending and nothing else", scenarios: cancel },
  refund: { about: "giving money back once", scenarios: refund },
  failures: {
    about: "every fault of the acquirer: reason, outcome, and whether to try again",
    scenarios: failures,
  },
  retries: { about: "what is repeated, how often, and for how long", scenarios: retries },
  trust: { about: "answers that contradict what was asked", scenarios: trust },
  notifications: {
    about: "callbacks: what they claim, and that they are no facts",
    scenarios: notifications,
  },
  forgeries: { about: "callbacks that are forged, about another payment, or hostile", scenarios: forgeries },
  secrets: { about: "errors, logs, spans and raw answers that show no secret", scenarios: secrets },
  interruption: { about: "calls that are given up", scenarios: interruption },
  accounts: { about: "many merchants: whose credentials, and whose payments", scenarios: accounts },
  platform: {
    about: "accounts from a table: removed, renewed in mid-flight, a token each",
    scenarios: platform,
  },
  spans: { about: "one span for every verb", scenarios: spans },
  capabilities: { about: "what the provider says of itself", scenarios: capabilities },
} satisfies Readonly<Record<string, { readonly about: string; readonly scenarios: ScenarioGroup }>>

/** A group of scenarios. */
export type GroupName = keyof typeof GROUPS

/** A scenario with its full name, `group/scenario`. */
export interface NamedScenario extends Scenario {
  readonly id: string
  readonly group: GroupName
}

// Object.keys does not know that GROUPS has no further keys; its type says so.
const groupNames = Object.keys(GROUPS) as ReadonlyArray<GroupName>

/** Every scenario, in the order of its groups. */
export const SCENARIOS: ReadonlyArray<NamedScenario> = groupNames.flatMap((group) =>
  Object.entries(GROUPS[group].scenarios).map(([name, scenario]) => ({
    ...scenario,
    id: `${group}/${name}`,
    group,
  })),
)
