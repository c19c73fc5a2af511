import { randomBytes } from "node:crypto"
import { type Payment, PaymentRef, QrisError } from "@qriskit/core"
import type { Acquirer } from "./acquirers.js"
import type { Callback } from "./callback-server.js"
import type { Client } from "./client.js"
import type { Exchange, Recording } from "./exchange.js"
import type { Examination, Finding, Step, Verdict } from "./finding.js"
import { readQr } from "./qr.js"

/** How an account is examined. */
export interface Examining {
  readonly acquirer: Pick<Acquirer, "request" | "takesExpiry">
  /** Rupiah. */
  readonly amount: number
  /** Sent with the create where the acquirer takes one. */
  readonly notificationUrl?: string
  /** Waits for one callback, once the QR is there. Undefined: none came, or nobody waits. */
  callback(payment: Payment): Promise<Callback | undefined>
  /** Whether somebody waits for a callback at all. */
  readonly waits: boolean
  /** Is told what is done now. */
  progress(text: string): void
}

/** A clock that is off by more makes signatures and expiries fail, in milliseconds. */
const CLOCK_TOLERANCE = 30_000

/** Within what every acquirer that takes an expiry takes. */
const EXPIRES_IN = 20 * 60_000

/** What failed, in words that are ours: a message of the acquirer's may say whose account it is. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof QrisError)) return error instanceof Error ? error.name : "an error"
  const { reason } = error
  const fields =
    reason._tag === "InvalidRequest" ? `: ${reason.issues.map(({ path }) => path).join(", ")}` : ""
  return `${reason._tag} (${reason.outcome})${fields}`
}

const seconds = (millis: number): string => `${Math.round(millis / 1000)} s`

/**
 * Examines an account: asks for the host, makes one QR, reads it, asks about it and about one that does not exist,
 * waits for a callback where somebody does, cancels where that is possible. Never throws: what fails is a finding.
 */
export const examine = async (
  client: Client,
  recording: Recording,
  examining: Examining,
): Promise<Examination> => {
  const findings: Array<Finding> = []
  const exchanges = new Map<Step, ReadonlyArray<Exchange>>()
  const note = (step: Step, verdict: Verdict, sentence: string) => findings.push({ step, verdict, sentence })

  /** One call of a step. What went over the wire meanwhile belongs to it. */
  const call = async <A>(step: Step, doing: string, work: () => Promise<A>): Promise<A | undefined> => {
    examining.progress(doing)
    recording.take()
    try {
      return await work()
    } catch (error) {
      note(step, "differs", `${doing} failed: ${reasonOf(error)}.`)
      return undefined
    } finally {
      exchanges.set(step, [...(exchanges.get(step) ?? []), ...recording.take()])
    }
  }

  const reached = await call("reach", "Asking for the host", () => client.reach())
  if (reached?.isReachable === true) {
    const { clockOffset } = reached
    if (clockOffset !== undefined && Math.abs(clockOffset) > CLOCK_TOLERANCE)
      note(
        "reach",
        "differs",
        `The acquirer's clock and this machine's are ${seconds(Math.abs(clockOffset))} apart.`,
      )
    else note("reach", "as_read", "The host answers, and its clock is right.")
  } else if (reached !== undefined) note("reach", "differs", `The host does not answer: ${reached.why}.`)

  const externalId = `doctor${Date.now().toString(36)}${randomBytes(3).toString("hex")}`
  const { acquirer, amount, notificationUrl } = examining
  const expiresAt = new Date(Date.now() + EXPIRES_IN)
  const payment = await call("create", "Making a QR", () =>
    client.create({
      ...acquirer.request,
      amount,
      externalId,
      ...(acquirer.takesExpiry && { expiresAt }),
      ...(notificationUrl === undefined ? {} : { notificationUrl }),
    }),
  )
  if (payment === undefined) return { findings, exchanges }
  note(
    "create",
    "as_read",
    `A QR was made: ${payment.status}, in the acquirer's word "${payment.providerStatus}".`,
  )
  if (payment.expiresAt !== undefined && acquirer.takesExpiry) {
    const apart = Math.abs(payment.expiresAt.getTime() - expiresAt.getTime())
    if (apart > 60_000)
      note(
        "create",
        "differs",
        `The QR ends ${seconds(apart)} from what was asked: another time zone, or a rule of theirs.`,
      )
  }
  findings.push(readQr(payment))

  const asked = await call("inquire", "Asking about it", () => client.inquire(payment.ref))
  if (asked !== undefined)
    note(
      "inquire",
      asked.status === "pending" && asked.amount === payment.amount ? "as_read" : "differs",
      `An inquiry says ${asked.status} ("${asked.providerStatus}"), of ${asked.amount === payment.amount ? "the amount of the create" : "another amount than the create"}.`,
    )

  await askAboutNothing(client, payment, call, note)
  const isPaid = await awaitCallback(client, payment, examining, call, note)
  await cancelIt(client, payment, isPaid, call, note)
  return { findings, exchanges }
}

type Call = <A>(step: Step, doing: string, work: () => Promise<A>) => Promise<A | undefined>
type Note = (step: Step, verdict: Verdict, sentence: string) => void

/** The same id with its last letters and digits changed: of the right form, and nobody's. */
const nobodys = (id: string): string =>
  id.replace(/[\da-z]/gi, (character) => (/\d/.test(character) ? "9" : character === "f" ? "e" : "f"))

const askAboutNothing = async (client: Client, { ref }: Payment, call: Call, note: Note): Promise<void> => {
  const other = new PaymentRef({
    ...ref,
    paymentId: nobodys(ref.paymentId),
    externalId: nobodys(ref.externalId),
  })
  const said = await call("unknown", "Asking about a payment that does not exist", () =>
    client.inquire(other).then(
      ({ status }) => `says ${status}`,
      (error: unknown) => {
        if (!(error instanceof QrisError)) throw error
        return error.reason._tag
      },
    ),
  )
  if (said === undefined) return
  note(
    "unknown",
    said === "PaymentNotFound" ? "as_read" : "differs",
    `A payment that does not exist: ${said}.`,
  )
}

const awaitCallback = async (
  client: Client,
  payment: Payment,
  examining: Examining,
  call: Call,
  note: Note,
): Promise<boolean> => {
  if (!examining.waits) {
    note("callback", "not_done", "No callback was waited for.")
    return false
  }
  const callback = await call("callback", "Waiting for a callback", () => examining.callback(payment))
  if (callback === undefined) note("callback", "differs", "No callback came in time.")
  else {
    const { headers, body, path } = callback
    const read = await call("callback", "Reading the callback", () =>
      client.notifications.read({ headers, body, path }, payment.ref),
    )
    if (read !== undefined)
      note(
        "callback",
        "as_read",
        `A callback came: it claims ${read.claimedStatus} ("${read.providerStatus}"), and proves ${PROOF[read.authenticity]}.`,
      )
  }
  const after = await call("callback", "Asking again", () => client.inquire(payment.ref))
  if (after !== undefined)
    note("callback", "as_read", `An inquiry afterwards says ${after.status} ("${after.providerStatus}").`)
  return after?.status === "paid"
}

const PROOF = {
  signed: "status and amount by its signature",
  identity: "the ids by its signature, and neither status nor amount",
  none: "nothing by a signature",
} as const

const cancelIt = async (
  client: Client,
  { ref }: Payment,
  isPaid: boolean,
  call: Call,
  note: Note,
): Promise<void> => {
  if (isPaid) {
    note("cancel", "not_done", "The QR was paid, and is not canceled. Give the money back in the dashboard.")
    return
  }
  const cancel = client.cancel?.bind(client)
  if (cancel === undefined) {
    note("cancel", "not_done", "This acquirer has no cancel: the QR ends by itself.")
    return
  }
  const canceled = await call("cancel", "Canceling it", () => cancel(ref))
  if (canceled === undefined) return
  const after = await call("cancel", "Asking after the cancel", () => client.inquire(ref))
  const state = after === undefined ? "cannot be asked" : `says ${after.status} ("${after.providerStatus}")`
  note(
    "cancel",
    after?.status === "canceled" || after?.status === "expired" ? "as_read" : "differs",
    `A cancel is answered ${canceled.status} ("${canceled.providerStatus}"); an inquiry afterwards ${state}.`,
  )
}
