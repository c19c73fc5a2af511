import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger"
import { AttemptStatus, type PaymentRecord } from "@qriskit/payments"

/** What the API takes to open a payment. */
export class OpenPaymentBody {
  @ApiProperty({
    type: String,
    description: "The order: the same key never makes a second payment",
    example: "order-1001",
  })
  declare readonly key: string

  @ApiProperty({ type: Number, minimum: 1, description: "Whole rupiah", example: 25_000 })
  declare readonly amount: number

  @ApiProperty({
    type: String,
    description: "A provider, and its channel where it has several",
    example: "zipay",
  })
  declare readonly acquirer: string

  @ApiPropertyOptional({ type: String, example: "Two coffees" })
  declare readonly description?: string
}

/** A payment as the API shows it: without the payer, and without the provider's raw answer. */
export class PaymentResource {
  @ApiProperty({ type: String })
  readonly key: string

  @ApiPropertyOptional({ type: String, description: "Whose it is, where the shop has branches" })
  readonly branch?: string

  @ApiProperty({ type: String })
  readonly provider: string

  @ApiProperty({ enum: AttemptStatus.literals })
  readonly status: AttemptStatus

  @ApiProperty({ type: Number, description: "What was asked, in whole rupiah" })
  readonly amount: number

  @ApiPropertyOptional({ type: Number, description: "What arrived" })
  readonly paidAmount?: number

  @ApiPropertyOptional({ type: String, description: "The text to draw as a QR, while it may be shown" })
  readonly qr?: string

  @ApiProperty({ type: String, format: "date-time" })
  readonly expiresAt: string

  @ApiPropertyOptional({ type: String, format: "date-time" })
  readonly paidAt?: string

  constructor({ key, account, provider, status, amount, paidAmount, qr, expiresAt, paidAt }: PaymentRecord) {
    this.key = key
    this.provider = provider
    this.status = status
    this.amount = amount
    this.expiresAt = expiresAt.toISOString()
    if (account !== undefined) this.branch = account
    if (paidAmount !== undefined) this.paidAmount = paidAmount
    if (qr !== undefined) this.qr = qr.payload
    if (paidAt !== undefined) this.paidAt = paidAt.toISOString()
  }
}
