import type { SandboxControl, SandboxPayment } from "@qriskit/sandbox"
import type { Words } from "../words/words.js"

/** What a customer, an acquirer or a forger can do to a payment. */
export type Deed = keyof Words["deed"]

/** What a deed works with. */
export interface Scene {
  readonly control: SandboxControl
  readonly payment: SandboxPayment
  /** The app that the customer pays with. */
  readonly issuer: string
}

/** The HTTP status that a forged callback was answered with. */
type Told = { readonly answer?: number }

const pay = async ({ control, payment, issuer }: Scene, force = false): Promise<Told> => {
  await control.pay(payment.paymentId, { issuer, ...(force && { force }) })
  return {}
}

/** Sends a claim that the payment is paid, which it is not, to where the acquirer's callbacks arrive. */
const forge = async ({ control, payment }: Scene, wrongSignature: boolean): Promise<Told> => {
  const { url, headers, body } = await control.callbacks.build(payment.paymentId, {
    status: "PAID",
    wrongSignature,
  })
  if (url === undefined) return {}
  const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) })
  await answer.arrayBuffer()
  return { answer: answer.status }
}

/** Each deed, and what the sandbox is asked for. */
const DEEDS: Readonly<Record<Deed, (scene: Scene) => Promise<Told>>> = {
  pay: (scene) => pay(scene),
  payAnyway: (scene) => pay(scene, true),
  // A customer who declines tells the own bank: no acquirer hears of it.
  decline: async () => ({}),
  hold: async (scene) => {
    await scene.control.callbacks.script({ reorder: true })
    return pay(scene)
  },
  release: async ({ control }) => {
    await control.callbacks.release()
    return {}
  },
  lose: async (scene) => {
    await scene.control.callbacks.script({ drop: true })
    return pay(scene)
  },
  thrice: async (scene) => {
    await scene.control.callbacks.script({ duplicate: 2 })
    return pay(scene)
  },
  twice: async (scene) => {
    await pay(scene)
    return pay(scene, true)
  },
  forge: (scene) => forge(scene, true),
  leak: (scene) => forge(scene, false),
  expire: async ({ control, payment }) => {
    await control.expire(payment.paymentId)
    return {}
  },
}

/** What can be done while a QR can be paid, and afterwards. */
export const CUSTOMERS: ReadonlyArray<Deed> = ["pay", "decline"]
export const BAD_DAYS: ReadonlyArray<Deed> = ["hold", "lose", "thrice", "twice", "forge", "leak", "expire"]
export const AFTERWARDS: ReadonlyArray<Deed> = ["payAnyway"]

export const isDeed = (name: string | undefined): name is Deed =>
  name !== undefined && Object.hasOwn(DEEDS, name)

/** Does it. Rejects with a `SandboxError` where the acquirer would refuse. */
export const perform = (deed: Deed, scene: Scene): Promise<Told> => DEEDS[deed](scene)
