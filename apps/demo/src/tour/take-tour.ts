import {
  cancel,
  forgery,
  ifortepayPayment,
  midtransPayment,
  refund,
  refusal,
  silence,
  snapPayment,
  xenditPayment,
  zipayPayment,
} from "./chapters.js"
import type { Narrator } from "./narrator.js"
import { setStage } from "./stage.js"

/** Plays every chapter against the sandbox. Whether all came out as they must. */
export const takeTour = async (narrator: Narrator): Promise<boolean> => {
  await using stage = await setStage(narrator)
  narrator.tell("sandbox", `the acquirers answer at ${stage.sandbox.url}`)
  await narrator.chapter("iFortepay: from a QR to a paid order", () => ifortepayPayment(narrator, stage))
  await narrator.chapter("Zipay: the same, with another provider", () => zipayPayment(narrator, stage))
  await narrator.chapter("Midtrans: the same, refusals inside HTTP 200 and all", () =>
    midtransPayment(narrator, stage),
  )
  await narrator.chapter("Xendit: the same, with a password for a proof", () =>
    xenditPayment(narrator, stage),
  )
  await narrator.chapter(
    "Paydia over SNAP: the same, told in a callback that is signed from end to end",
    () => snapPayment(narrator, stage),
  )
  await narrator.chapter("Midtrans: a refund whose answer is lost", () => refund(narrator, stage))
  await narrator.chapter("iFortepay: create and cancel", () => cancel(narrator, stage))
  await narrator.chapter("Forged callbacks change nothing", () => forgery(narrator, stage))
  await narrator.chapter("A create that nobody answers", () => silence(narrator, stage))
  await narrator.chapter("A connection that is refused", () => refusal(narrator, stage))
  return narrator.end()
}
