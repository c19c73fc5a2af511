import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger"
import { MAX_RUPIAH } from "@qriskit/core"

/** Who pays. Which of these a provider needs is in its README and its capabilities. */
export class CustomerDto {
  @ApiPropertyOptional({ type: String, example: "Pelanggan Contoh" })
  declare readonly name?: string

  @ApiPropertyOptional({ type: String, format: "email", example: "pelanggan@example.com" })
  declare readonly email?: string

  @ApiPropertyOptional({ type: String, example: "081200000000" })
  declare readonly phone?: string
}

/**
 * What a merchant's own client sends to have a payment made. It documents; it does not check. The provider checks every
 * field and refuses with `InvalidRequest`.
 *
 * Take the price from your own records. A client that names its own amount pays what it likes.
 */
export class CreatePaymentDto {
  @ApiProperty({
    type: Number,
    minimum: 1,
    maximum: MAX_RUPIAH,
    description: "Whole rupiah",
    example: 25_000,
  })
  declare readonly amount: number

  @ApiProperty({ type: String, description: "Unique for each attempt", example: "order-1001-1" })
  declare readonly externalId: string

  @ApiPropertyOptional({ type: String, description: "The order; default externalId", example: "order-1001" })
  declare readonly orderId?: string

  @ApiPropertyOptional({ type: String, example: "Two coffees" })
  declare readonly description?: string

  @ApiPropertyOptional({ type: CustomerDto })
  declare readonly customer?: CustomerDto
}
