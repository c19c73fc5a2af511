import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger"
import { type Payment, PaymentStatus } from "@qriskit/core"

/** What names a payment: give it back for a later inquiry or cancel. */
export class PaymentRefDto {
  @ApiProperty({ type: String, description: "The payment provider", example: "zipay" })
  readonly provider: string

  @ApiProperty({ type: String, description: "The provider's own id of the payment" })
  readonly paymentId: string

  @ApiProperty({ type: String, description: "The id of this attempt", example: "order-1001-1" })
  readonly externalId: string

  @ApiProperty({
    type: String,
    description: "The order; several attempts may share one",
    example: "order-1001",
  })
  readonly orderId: string

  @ApiPropertyOptional({ type: String, description: "The acquirer behind the provider", example: "NOBU" })
  readonly channel?: string

  @ApiPropertyOptional({
    type: String,
    description: "Whose payment it is, of many merchants",
    example: "toko-17",
  })
  readonly account?: string

  @ApiPropertyOptional({
    type: "object",
    additionalProperties: { type: "string" },
    description: "What else the provider needs later",
  })
  readonly attributes?: Readonly<Record<string, string>>

  constructor({ provider, paymentId, externalId, orderId, channel, account, attributes }: Payment["ref"]) {
    this.provider = provider
    this.paymentId = paymentId
    this.externalId = externalId
    this.orderId = orderId
    if (channel !== undefined) this.channel = channel
    if (account !== undefined) this.account = account
    if (attributes !== undefined) this.attributes = attributes
  }
}

/**
 * A payment as an API may show it: without the provider's raw answer and without the payer, who is nobody's business
 * but the merchant's.
 *
 * @example
 * ```ts
 * import type { Payment } from "@qriskit/core"
 * import { PaymentDto } from "@qriskit/nestjs/swagger"
 *
 * const shown = (payment: Payment) => new PaymentDto(payment)
 * ```
 */
export class PaymentDto {
  @ApiProperty({ type: PaymentRefDto })
  readonly ref: PaymentRefDto

  @ApiProperty({ enum: PaymentStatus.literals, example: "pending" })
  readonly status: PaymentStatus

  @ApiProperty({ type: Number, description: "What was asked, in whole rupiah", example: 25_000 })
  readonly amount: number

  @ApiPropertyOptional({ type: Number, description: "What the customer pays, where the provider adds a fee" })
  readonly total?: number

  @ApiPropertyOptional({ type: String, description: "The text to draw as a QR" })
  readonly qr?: string

  @ApiPropertyOptional({ type: String, format: "date-time" })
  readonly expiresAt?: string

  @ApiPropertyOptional({ type: String, format: "date-time" })
  readonly paidAt?: string

  constructor({ ref, status, amount, total, qr, expiresAt, paidAt }: Payment) {
    this.ref = new PaymentRefDto(ref)
    this.status = status
    this.amount = amount
    if (total !== undefined) this.total = total
    if (qr !== undefined) this.qr = qr.payload
    if (expiresAt !== undefined) this.expiresAt = expiresAt.toISOString()
    if (paidAt !== undefined) this.paidAt = paidAt.toISOString()
  }
}
