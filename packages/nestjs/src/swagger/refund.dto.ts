import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger"
import { MAX_RUPIAH, type Refund, RefundStatus } from "@qriskit/core"

/** What an operator's client sends to have money given back. It documents; the provider checks. */
export class RefundPaymentDto {
  @ApiProperty({ type: String, description: "Unique for each refund", example: "refund-1001-1" })
  declare readonly externalId: string

  @ApiPropertyOptional({
    type: Number,
    minimum: 1,
    maximum: MAX_RUPIAH,
    description: "Whole rupiah; default: all that is left",
    example: 5_000,
  })
  declare readonly amount?: number

  @ApiPropertyOptional({ type: String, example: "One coffee was cold" })
  declare readonly reason?: string
}

/** A refund as an API may show it: without the provider's raw answer. */
export class RefundDto {
  @ApiProperty({ type: String, description: "The merchant's id of the refund", example: "refund-1001-1" })
  readonly externalId: string

  @ApiPropertyOptional({ type: String, description: "The provider's own id of it" })
  readonly refundId?: string

  @ApiProperty({ enum: RefundStatus.literals, example: "succeeded" })
  readonly status: RefundStatus

  @ApiPropertyOptional({
    type: Number,
    description: "Whole rupiah, where the provider says so",
    example: 5_000,
  })
  readonly amount?: number

  @ApiPropertyOptional({ type: String, format: "date-time" })
  readonly refundedAt?: string

  constructor({ externalId, refundId, status, amount, refundedAt }: Refund) {
    this.externalId = externalId
    this.status = status
    if (refundId !== undefined) this.refundId = refundId
    if (amount !== undefined) this.amount = amount
    if (refundedAt !== undefined) this.refundedAt = refundedAt.toISOString()
  }
}
