import * as Effect from "effect/Effect"
import { logged } from "../engine/logged.js"
import { claimingSends } from "./claim-sends.js"
import { fanOut } from "./fan-out.js"
import type { EndpointsSettings } from "./options.js"
import type { OnwardLane } from "./port.js"
import { send } from "./send.js"

/** Slow ones have places of their own: this part of those of the others. */
const FOR_SLOW = 1 / 2

/** What takes longer makes room for others, in milliseconds; and may pile up to so many times the room. */
const SLOW_SEND = 1_000
const WITH_SLOW = 4

/** How often each looks by itself, in milliseconds. */
const LOOK = 1_000
const LOOK_FOR_EVENTS = 500

/** Messages are made as they are looked for: nothing of it is left to be worked on. */
const making: OnwardLane = {
  name: "messages",
  room: () => 1,
  most: () => 1,
  slowMillis: SLOW_SEND,
  lookMillis: LOOK_FOR_EVENTS,
  takes: () => false,
  hears: (due) => due.startsWith("deliver "),
  shareOf: ({ share }) => share,
  claim: () => Effect.map(fanOut, (isMore) => ({ items: [], moreIn: isMore ? 0 : undefined })),
  work: ({ work }) => work,
}

const sending = (settings: EndpointsSettings, isSlow: boolean): OnwardLane => {
  const claim = claimingSends(settings, isSlow)
  const room = Math.max(1, Math.ceil(settings.sendsAtOnce * (isSlow ? FOR_SLOW : 1)))
  return {
    name: isSlow ? "webhooks to slow endpoints" : "webhooks",
    room: () => room,
    most: () => room * WITH_SLOW,
    slowMillis: SLOW_SEND,
    lookMillis: LOOK,
    takes: (due) => due === "send",
    shareOf: ({ share }) => share,
    claim: (most, usedUp) =>
      Effect.map(claim(most, usedUp), ({ items, moreIn }) => ({
        items: items.map((message) => ({
          share: message.endpointId,
          work: logged("webhook", send(settings, message), undefined),
        })),
        moreIn,
      })),
    work: ({ work }) => work,
  }
}

/** What a process does for endpoints: makes messages of events, and sends them, those to slow endpoints apart. */
export const onwardLanes = (settings: EndpointsSettings): ReadonlyArray<OnwardLane> => [
  making,
  sending(settings, false),
  sending(settings, true),
]
