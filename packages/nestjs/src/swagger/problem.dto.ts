import { ApiProperty, ApiPropertyOptional } from "@nestjs/swagger"
import { Outcome, PaymentStatus, Reason } from "@qriskit/core"
import type { Problem } from "../problem/problem.js"

const REASONS = Reason.members.map(({ fields }) => fields._tag.schema.literal)

/** One field that is wrong. */
export class FieldIssueDto {
  @ApiProperty({ type: String, example: "customer.email" })
  declare readonly path: string

  @ApiProperty({ type: String, example: "must not be empty" })
  declare readonly message: string
}

/** Problem details (RFC 9457), as `QrisExceptionFilter` answers them. */
export class ProblemDto implements Problem {
  @ApiProperty({ type: String, format: "uri", example: "urn:qriskit:reason:PaymentNotFound" })
  declare readonly type: string

  @ApiProperty({ type: String, example: "No such payment" })
  declare readonly title: string

  @ApiProperty({ type: Number, example: 404 })
  declare readonly status: number

  @ApiProperty({ type: String, description: "What it means for the money, and what to do next" })
  declare readonly detail: string

  @ApiProperty({ enum: REASONS })
  declare readonly reason: Problem["reason"]

  @ApiProperty({ enum: Outcome.literals, description: "Whether the provider saw the request" })
  declare readonly outcome: Problem["outcome"]

  @ApiProperty({ type: Boolean, description: "Whether the very same request is safe to repeat" })
  declare readonly retryable: boolean

  @ApiPropertyOptional({ type: [FieldIssueDto] })
  declare readonly errors?: ReadonlyArray<FieldIssueDto>

  @ApiPropertyOptional({ enum: PaymentStatus.literals })
  declare readonly paymentStatus?: PaymentStatus

  @ApiPropertyOptional({ type: String })
  declare readonly why?: string
}
