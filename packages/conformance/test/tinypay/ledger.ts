import { randomUUID } from "node:crypto"
import { encode } from "@qriskit/payload"

/** What Tinypay knows of one QR. */
export interface TinyRow {
  readonly uid: string
  readonly id: string
  readonly order: string
  readonly amount: number
  readonly qr: string
  readonly expiresAt: Date
  readonly refunds: Map<string, number>
  refundsEnded: boolean
  state: string
  paidAt?: Date
}

/** Thrown on the way to an answer; becomes the answer. */
export class TinyRefusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Fields = Readonly<Record<string, unknown>>

const LIFETIME = 15 * 60_000

const text = (fields: Fields, name: string): string => {
  const value = fields[name]
  if (typeof value !== "string" || value === "") throw new TinyRefusal(400, `${name} is required`)
  return value
}

const qrOf = (uid: string, amount: number): string =>
  encode([
    { tag: "00", value: "01" },
    { tag: "01", value: "12" },
    {
      tag: "26",
      children: [
        { tag: "00", value: "ID.TINYPAY.WWW" },
        { tag: "01", value: "936000010000000001" },
        { tag: "02", value: "TINY00000000001" },
      ],
    },
    { tag: "52", value: "5411" },
    { tag: "53", value: "360" },
    { tag: "54", value: String(amount) },
    { tag: "58", value: "ID" },
    { tag: "59", value: "TOKO CONTOH" },
    { tag: "60", value: "JAKARTA" },
    { tag: "62", children: [{ tag: "05", value: uid.replaceAll("-", "").slice(0, 25) }] },
  ])

/** What Tinypay's answers say of a row. */
export const describeRow = (row: TinyRow): Fields => ({
  uid: row.uid,
  id: row.id,
  order: row.order,
  amount: row.amount,
  state: row.state,
  channel: "TINY",
  ...(row.refunds.size > 0 && { returned: sum(row.refunds) }),
  expires_at: row.expiresAt.toISOString(),
  ...(row.paidAt !== undefined && { paid_at: row.paidAt.toISOString(), payer: { bank: "BANK CONTOH" } }),
})

/** Tinypay's side of things: every QR it made and what became of it. */
export class TinyLedger {
  readonly #rows = new Map<string, TinyRow>()
  readonly #remembersCreates: boolean

  /** @param remembersCreates whether a create that comes again gets the first one's answer, and is not refused */
  constructor(remembersCreates: boolean) {
    this.#remembersCreates = remembersCreates
  }

  has(uid: string): boolean {
    return this.#rows.has(uid)
  }

  row(uid: string): TinyRow {
    const row = this.#rows.get(uid)
    if (row === undefined) throw new TinyRefusal(404, "no such uid")
    return row
  }

  create(fields: Fields): Fields {
    const id = text(fields, "id")
    const { amount, order = id, expires_at: expiresAt } = fields
    if (typeof amount !== "number" || !Number.isInteger(amount))
      throw new TinyRefusal(400, "amount is required")
    const earlier = [...this.#rows.values()].find((row) => row.id === id)
    if (earlier !== undefined && this.#remembersCreates) return { ...describeRow(earlier), qr: earlier.qr }
    if (earlier !== undefined) throw new TinyRefusal(409, `id was used: ${id}`)
    const uid = randomUUID()
    const row: TinyRow = {
      uid,
      id,
      order: String(order),
      amount,
      qr: qrOf(uid, amount),
      expiresAt: typeof expiresAt === "string" ? new Date(expiresAt) : new Date(Date.now() + LIFETIME),
      refunds: new Map(),
      refundsEnded: false,
      state: "OPEN",
    }
    this.#rows.set(uid, row)
    return { ...describeRow(row), qr: row.qr }
  }

  inquire(fields: Fields): Fields {
    const row = this.row(text(fields, "uid"))
    return { ...describeRow(row), qr: row.qr }
  }

  cancel(fields: Fields): Fields {
    const row = this.row(text(fields, "uid"))
    if (row.state !== "OPEN") throw new TinyRefusal(409, `it is ${row.state}`)
    row.state = "VOID"
    return describeRow(row)
  }

  refund(fields: Fields): Fields {
    const row = this.row(text(fields, "uid"))
    const refundId = text(fields, "refund_id")
    if (row.paidAt === undefined) throw new TinyRefusal(409, `it is ${row.state}`)
    const left = row.amount - sum(row.refunds)
    const amount = typeof fields["amount"] === "number" ? fields["amount"] : left
    if (!row.refunds.has(refundId)) {
      if (row.refundsEnded) throw new TinyRefusal(409, "it is too long ago")
      if (amount > left) throw new TinyRefusal(400, "amount is more than is left")
      row.refunds.set(refundId, amount)
    }
    row.state = sum(row.refunds) === row.amount ? "RETURNED" : "PARTLY_RETURNED"
    return { ...describeRow(row), refund_id: refundId, refunded: row.refunds.get(refundId) }
  }

  inquireRefund(fields: Fields): Fields {
    const row = this.row(text(fields, "uid"))
    const refundId = text(fields, "refund_id")
    const refunded = row.refunds.get(refundId)
    return { ...describeRow(row), ...(refunded !== undefined && { refund_id: refundId, refunded }) }
  }

  pay(uid: string): void {
    const row = this.row(uid)
    row.state = "SETTLED"
    row.paidAt = new Date()
  }
}

const sum = (refunds: ReadonlyMap<string, number>): number =>
  [...refunds.values()].reduce((total, amount) => total + amount, 0)
