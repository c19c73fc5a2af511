import * as Effect from "effect/Effect"
import { Database } from "../database/database.js"
import { claimDeliveries } from "../events/claim-deliveries.js"
import { deliver } from "../events/delivery.js"
import { Handlers } from "../events/handlers.js"
import { findEnded, settleEnded } from "../expecting/ended.js"
import { claimingAttempts, claimingUnmatched } from "../inquiring/claim-inquiries.js"
import { inquire } from "../inquiring/inquiring.js"
import { claimRefunds, inquireAboutRefund } from "../inquiring/refund-inquiry.js"
import { inquireAboutUnmatched } from "../inquiring/unmatched-inquiry.js"
import { findLost, settleLost } from "../opening/lost-creates.js"
import { type KnownProvider, Providers } from "../providers.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { Settings } from "../settings.js"
import type { Lane } from "./lane.js"
import { logged } from "./logged.js"

/** From then on work counts as slow and makes room for other work, in milliseconds. */
const SLOW_INQUIRY = 2_000
const SLOW_DELIVERY = 1_000
const SLOW_SETTLE = 5_000

/** Slow work may pile up to so many times the room: bounded, and not in the way of what is quick. */
const WITH_SLOW = 4

/** Claims about payments that no record knows may be made up: few are asked about at the same time. */
const STRANGERS_AT_ONCE = 2
const LOST_AT_ONCE = 10
const REFUNDS_AT_ONCE = 10
const ENDED_AT_ONCE = 10

/** An item's failure is logged; the item is due again when its lease ends. */
const working =
  <Item, E, R>(what: string, work: (item: Item) => Effect.Effect<unknown, E, R>) =>
  (item: Item): Effect.Effect<void, never, R> =>
    logged(what, Effect.asVoid(work(item)), undefined)

/** Names a lane's parts, whose items only it knows, for whoever runs any lane. */
const lane = <Item, ToClaim, ToWork>(parts: Lane<Item, ToClaim, ToWork>) => parts

/** Everything that may be due, each kind in a lane of its own: what hangs in one is in nobody else's way. */
export const dueWork = Effect.gen(function* () {
  const settings = yield* Settings
  const { connections } = yield* Database
  const handlers = yield* Handlers
  const providers = yield* Providers
  const lookMillis = settings.sweepMillis

  // A handler with `tx` holds a connection for as long as it runs: the others are kept back for everything else.
  const held = (share: number) => Math.max(1, Math.floor(connections * share))
  const deliveriesAtOnce = (share: number, otherwise: number): number =>
    handlers.hasJoined() ? Math.min(settings.deliveriesAtOnce, held(share)) : otherwise

  const inquiries = (provider: KnownProvider) => {
    const claim = claimingAttempts(provider)
    return lane({
      name: `inquiries ${provider.id}`,
      room: () => settings.inquiriesAtOnce,
      most: () => settings.inquiriesAtOnce * WITH_SLOW,
      slowMillis: SLOW_INQUIRY,
      lookMillis,
      takes: (due) => due === `inquire ${provider.id}`,
      shareOf: ({ attempt }) => attempt.account,
      claim,
      work: working("inquiry", inquire),
    })
  }
  const strangers = (provider: KnownProvider) => {
    const claim = claimingUnmatched(provider)
    return lane({
      name: `strangers ${provider.id}`,
      room: () => STRANGERS_AT_ONCE,
      most: () => STRANGERS_AT_ONCE * WITH_SLOW,
      slowMillis: SLOW_INQUIRY,
      lookMillis: 2 * lookMillis,
      takes: (due) => due === `stranger ${provider.id}`,
      shareOf: ({ row }) => row.account,
      claim,
      work: working("inquiry about a stranger's claim", inquireAboutUnmatched),
    })
  }
  const deliveries = lane({
    name: "deliveries",
    room: () => deliveriesAtOnce(1 / 2, settings.deliveriesAtOnce),
    most: () => deliveriesAtOnce(3 / 4, settings.deliveriesAtOnce * WITH_SLOW),
    slowMillis: SLOW_DELIVERY,
    lookMillis,
    takes: (due) => handlers.types().some((type) => due === `deliver ${type}`),
    shareOf: ([{ happened }]) => happened.type,
    claim: claimDeliveries,
    work: working("delivery", deliver),
  })
  const refunds = lane({
    name: "refunds",
    room: () => REFUNDS_AT_ONCE,
    most: () => REFUNDS_AT_ONCE * WITH_SLOW,
    slowMillis: SLOW_INQUIRY,
    lookMillis: 5 * lookMillis,
    takes: () => false,
    shareOf: ({ row }) => row.record.account ?? ONE_ACCOUNT,
    claim: claimRefunds,
    work: working("inquiry about a refund", inquireAboutRefund),
  })
  const lostCreates = lane({
    name: "lost creates",
    room: () => LOST_AT_ONCE,
    most: () => LOST_AT_ONCE,
    slowMillis: SLOW_SETTLE,
    lookMillis: 5 * lookMillis,
    takes: () => false,
    shareOf: () => "",
    claim: findLost,
    work: working("lost create", settleLost),
  })
  const ended = lane({
    name: "ended on printed QRs",
    room: () => ENDED_AT_ONCE,
    most: () => ENDED_AT_ONCE,
    slowMillis: SLOW_SETTLE,
    lookMillis: 5 * lookMillis,
    takes: () => false,
    shareOf: () => "",
    claim: findEnded,
    work: working("order on a printed QR whose time is over", settleEnded),
  })
  return {
    refunds,
    ended,
    inquiries: providers.known.map(inquiries),
    strangers: providers.known.map(strangers),
    deliveries,
    lostCreates,
  }
})
