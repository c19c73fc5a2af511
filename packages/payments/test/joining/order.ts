/** An order as every library reads it. */
export interface Order {
  readonly id: string
  readonly amount: number
  readonly paidAt: Date | null
}
