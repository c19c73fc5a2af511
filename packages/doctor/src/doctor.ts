import type { Payment } from "@qriskit/core"
import type { Environment } from "@qriskit/core/provider-kit"
import { startSandbox } from "@qriskit/sandbox"
import { ACQUIRERS } from "./acquirers.js"
import { type Answer, type Callback, type CallbackServer, listenForCallbacks } from "./callback-server.js"
import type { Client } from "./client.js"
import { type Evidence, evidenceOf } from "./evidence.js"
import { type Examining, examine } from "./examination.js"
import { record } from "./exchange.js"
import type { Examination } from "./finding.js"

/** What an examination needs to know. */
export interface DoctorOptions {
  /** `zipay`, `ifortepay`, `midtrans`, `xendit`, or `snap-` and the name of a SNAP preset. */
  readonly acquirer: string
  /** Default: `process.env`. */
  readonly environment?: Environment
  /** Rupiah. Default 1,000. */
  readonly amount?: number
  /** Where this machine is reached from outside, for the acquirer to call. */
  readonly notificationUrl?: string
  /** The port of this machine that callbacks come to, 0 for any. Absent: nobody waits for one. */
  readonly callbackPort?: number
  /** How long a callback is waited for, in milliseconds. Default three minutes. */
  readonly callbackMillis?: number
  /** Is given the QR to be paid, and the port that listens. */
  onQr?(payment: Payment, port: number | undefined): void
  /** Is told what is done now. */
  onProgress?(text: string): void
}

const CALLBACK_MILLIS = 180_000

const nothing = (): void => {}

/** The same examination of our own reading: the sandbox, paid by its phone. */
const examineReading = async (
  acquirer: string,
  { amount, waits }: Pick<Examining, "amount" | "waits">,
): Promise<Examination> => {
  const found = ACQUIRERS[acquirer]
  if (found === undefined) throw new NoSuchAcquirer(acquirer)
  await using sandbox = await startSandbox({ port: 0 })
  const recording = record()
  const client = found.ofReading(sandbox, { transport: recording.transport })
  try {
    return await examine(client, recording, {
      acquirer: found,
      amount,
      waits,
      progress: nothing,
      callback: async (payment) => {
        const paid = await sandbox.control.pay(payment.qr?.payload ?? payment.ref.paymentId)
        const { headers, body } = await sandbox.control.callbacks.build(paid.qrPayload)
        return { headers, body: Buffer.from(body), path: "/" }
      },
    })
  } finally {
    await client.close()
    await recording.close()
  }
}

/** The acquirer's own word for "taken", and a token of ours where it asks for one first. */
const answersOf =
  ({ notifications, tokenEndpoint }: Client) =>
  async (call: Callback): Promise<Answer> =>
    tokenEndpoint !== undefined && call.path.endsWith(tokenEndpoint.path)
      ? { isCallback: false, reply: await tokenEndpoint.answer(call) }
      : { isCallback: true, reply: notifications.reply("accepted") }

/** There is no acquirer of this name. */
export class NoSuchAcquirer extends Error {
  override readonly name = "NoSuchAcquirer"
  constructor(acquirer: string) {
    super(`No acquirer is called "${acquirer.slice(0, 40)}". There are ${Object.keys(ACQUIRERS).join(", ")}.`)
  }
}

/**
 * Examines your account at an acquirer with your credentials, beside our own reading of its documents. It makes one
 * real QR of `amount` rupiah, and cancels it where that is possible. Rejects with `InvalidConfiguration` or
 * `NoSuchAcquirer` before anything is sent; whatever happens at the acquirer is in the evidence.
 *
 * @example
 * ```ts
 * import { diagnose } from "@qriskit/doctor"
 *
 * const { findings, differences } = await diagnose({ acquirer: "zipay" })
 * for (const { sentence } of [...findings, ...differences]) console.log(sentence)
 * ```
 */
export const diagnose = async ({
  acquirer,
  environment = process.env,
  amount = 1_000,
  notificationUrl,
  callbackPort,
  callbackMillis = CALLBACK_MILLIS,
  onQr = nothing,
  onProgress = nothing,
}: DoctorOptions): Promise<Evidence> => {
  const found = ACQUIRERS[acquirer]
  if (found === undefined) throw new NoSuchAcquirer(acquirer)
  const recording = record()
  try {
    const client = found.ofUser(environment, { transport: recording.transport })
    const server: CallbackServer | undefined =
      callbackPort === undefined ? undefined : await listenForCallbacks(callbackPort, answersOf(client))
    try {
      const waits = server !== undefined
      const real = await examine(client, recording, {
        acquirer: found,
        amount,
        waits,
        progress: onProgress,
        ...(notificationUrl === undefined ? {} : { notificationUrl }),
        callback: (payment) => {
          onQr(payment, server?.port)
          return server?.next(callbackMillis) ?? Promise.resolve(undefined)
        },
      })
      onProgress("Comparing with our reading")
      return evidenceOf(acquirer, real, await examineReading(acquirer, { amount, waits }), new Date())
    } finally {
      await server?.close()
      await client.close()
    }
  } finally {
    await recording.close()
  }
}
