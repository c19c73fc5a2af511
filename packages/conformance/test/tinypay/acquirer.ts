import { createHmac, randomUUID, timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { text } from "node:stream/consumers"
import type { Fault } from "@qriskit/sandbox"
import type { Acquirer, WireOperation } from "../../src/index.js"
import { answerWithFault, type PlainAnswer } from "./faulty-answer.js"
import { describeRow, TinyLedger, TinyRefusal } from "./ledger.js"

export interface TinyAcquirer extends Acquirer {
  readonly baseUrl: string
  readonly apiKey: string
  readonly secret: string
  /** The credentials of an account, or its own; opened when they are first asked for. */
  credentialsOf(account: string | undefined): TinyCredentials
  /** Every secret that was ever right. */
  secrets(): ReadonlyArray<string>
}

export interface TinyCredentials {
  readonly apiKey: string
  readonly secret: string
}

interface Merchant {
  readonly ledger: TinyLedger
  credentials: TinyCredentials
}

const OWN: TinyCredentials = { apiKey: "tiny-api-key-0123456789", secret: "tiny-secret-abcdefghijklmnop" }

const OPERATIONS: Readonly<Record<string, WireOperation>> = {
  "/qr": "create",
  "/qr/status": "inquire",
  "/qr/cancel": "cancel",
  "/qr/refund": "refund",
  "/qr/refund/status": "inquireRefund",
}

const signatureOf = (secret: string, body: string): string =>
  createHmac("sha256", secret).update(body).digest("hex")

const isSigned = (
  given: string | ReadonlyArray<string> | undefined,
  secret: string,
  body: string,
): boolean => {
  const expected = signatureOf(secret, body)
  return (
    typeof given === "string" &&
    given.length === expected.length &&
    timingSafeEqual(Buffer.from(given), Buffer.from(expected))
  )
}

const json = (status: number, body: unknown): PlainAnswer => ({ status, body: JSON.stringify(body) })

/** Tinypay, a gateway that does everything: made for these tests, from nobody's documentation. */
export const openTinyAcquirer = async ({
  remembersCreates = false,
  checksSignatures = true,
} = {}): Promise<TinyAcquirer> => {
  const own: Merchant = { ledger: new TinyLedger(remembersCreates), credentials: OWN }
  const accounts = new Map<string, Merchant>()
  const everyone = () => [own, ...accounts.values()]
  /** Whose login gave which token. */
  const tokens = new Map<string, Merchant>()
  const secrets = [OWN.apiKey, OWN.secret]
  const counts = new Map<WireOperation, number>()
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  const held = new Set<ServerResponse>()
  let faults: Array<{ readonly operation: WireOperation; readonly fault: Fault; times: number }> = []
  let port = 0
  let server: Server | undefined

  const takeFault = (operation: WireOperation): Fault | undefined => {
    const rule = faults.find((candidate) => candidate.operation === operation && candidate.times > 0)
    if (rule !== undefined) rule.times -= 1
    return rule?.fault
  }

  const fresh = (): TinyCredentials => {
    const credentials = { apiKey: `tiny-${randomUUID()}`, secret: `tiny-${randomUUID()}` }
    secrets.push(credentials.apiKey, credentials.secret)
    return credentials
  }

  const merchantOf = (account: string | undefined): Merchant => {
    if (account === undefined) return own
    const known = accounts.get(account)
    const merchant = known ?? { ledger: new TinyLedger(remembersCreates), credentials: fresh() }
    accounts.set(account, merchant)
    return merchant
  }

  const ownerOf = (uid: string): Merchant => everyone().find(({ ledger }) => ledger.has(uid)) ?? own
  const ledgerOf = (uid: string): TinyLedger => ownerOf(uid).ledger

  /** Whose key, or token, a request carries. */
  const callerOf = ({ headers: { authorization = "" } }: IncomingMessage): Merchant | undefined =>
    tokens.get(authorization.replace("Bearer ", "")) ??
    everyone().find(({ credentials }) => authorization === `Tiny ${credentials.apiKey}`)

  const logIn = (request: IncomingMessage): PlainAnswer => {
    const merchant = callerOf(request)
    if (merchant === undefined) return json(401, { error: "unknown key" })
    const token = `tiny-token-${randomUUID()}`
    tokens.set(token, merchant)
    return json(200, { token, lasts_seconds: 3_600 })
  }

  const perform = (operation: WireOperation, request: IncomingMessage, body: string): PlainAnswer => {
    const merchant = callerOf(request)
    if (merchant === undefined) return json(401, { error: "unknown key" })
    if (checksSignatures && !isSigned(request.headers["x-signature"], merchant.credentials.secret, body))
      return json(401, { error: "wrong signature" })
    try {
      return json(200, merchant.ledger[operation](JSON.parse(body)))
    } catch (error) {
      if (error instanceof TinyRefusal) return json(error.status, { error: error.message })
      throw error
    }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = OPERATIONS[request.url ?? ""]
    const body = await text(request)
    if (request.url === "/login") {
      answerWithFault(
        response,
        () => logIn(request),
        undefined,
        () => undefined,
      )
      return
    }
    if (operation === undefined) {
      response.writeHead(404).end("nothing here")
      return
    }
    counts.set(operation, (counts.get(operation) ?? 0) + 1)
    answerWithFault(
      response,
      () => perform(operation, request, body),
      takeFault(operation),
      (millis, then) => {
        held.add(response)
        if (Number.isFinite(millis)) timers.add(setTimeout(then, millis))
      },
    )
  }

  const listen = async (): Promise<void> => {
    server = createServer((request, response) => {
      answer(request, response).catch(() => response.destroy())
    })
    server.on("connection", (socket) => {
      sockets.add(socket)
      socket.once("close", () => sockets.delete(socket))
    })
    server.listen(port, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    if (typeof address === "object" && address !== null) port = address.port
  }

  const release = (): void => {
    for (const timer of timers) clearTimeout(timer)
    for (const response of held) response.socket?.destroy()
    timers.clear()
    held.clear()
  }

  const shut = async (): Promise<void> => {
    const closing = server
    server = undefined
    if (closing === undefined) return
    const closed = once(closing, "close")
    closing.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }

  await listen()
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    ...OWN,
    credentialsOf: (account) => merchantOf(account).credentials,
    secrets: () => secrets,
    accounts: {
      renew: async (account) => {
        const merchant = merchantOf(account)
        merchant.credentials = fresh()
        for (const [token, owner] of tokens) if (owner === merchant) tokens.delete(token)
      },
    },
    pay: async ({ paymentId }) => ledgerOf(paymentId).pay(paymentId),
    expire: async ({ paymentId }) => {
      ledgerOf(paymentId).row(paymentId).state = "LAPSED"
    },
    setStatus: async ({ paymentId }, word) => {
      ledgerOf(paymentId).row(paymentId).state = word
    },
    endRefunds: async ({ paymentId }) => {
      ledgerOf(paymentId).row(paymentId).refundsEnded = true
    },
    notification: async ({ paymentId }, forgery = {}) => {
      const { ledger, credentials } = ownerOf(paymentId)
      const { uid, id, order, state, amount } = describeRow(ledger.row(paymentId))
      const genuine = { uid, id, order, state, amount, at: new Date().toISOString() }
      const { status = state, amount: claimed = amount, signature } = forgery
      const body = JSON.stringify({ ...genuine, state: status, amount: claimed })
      const signed = signature === "wrong" ? "another body" : JSON.stringify(genuine)
      const proof = signatureOf(credentials.secret, signed)
      return { headers: signature === "none" ? {} : { "x-tiny-signature": proof }, body }
    },
    fault: async (operation, fault, times = Number.POSITIVE_INFINITY) => {
      faults.push({ operation, fault, times })
    },
    clearFaults: async () => {
      faults = []
      release()
    },
    refuse: shut,
    restore: listen,
    requests: async (operation) => counts.get(operation) ?? 0,
    close: async () => {
      release()
      await shut()
    },
  }
}
