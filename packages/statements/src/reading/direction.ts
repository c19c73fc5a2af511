import type { StatementLine } from "./line.js"

const isPaid = ({ kind }: StatementLine): boolean => kind === "payment" || kind === "payment_part"

/**
 * A row that its report lists among payments, with a minus, takes money away: it is no payment, whatever it is called.
 */
export const asItsSignSays = (line: StatementLine): StatementLine =>
  isPaid(line) && line.gross !== undefined && line.gross < 0n
    ? { ...line, kind: "refund", callbackId: undefined }
    : line

/** Whether a refund is written as money that came: its sign was not told, and it would count as a payment. */
export const isRefundThatBrings = ({ kind, gross }: StatementLine): boolean =>
  kind === "refund" && gross !== undefined && gross > 0n
