export type { Detection } from "./detect/detect.js"
export * from "./error.js"
export { describe, Fault } from "./fault.js"
export { contentOf, type LineKey, lineKeys } from "./keys/line-key.js"
export * from "./keys/matching-key.js"
export { comparableMid, isSameMid } from "./keys/merchant-id.js"
export { type HopBy, isCreditOf, type PayoutClaim } from "./keys/second-hop.js"
export { type NumberStyle, readAmount } from "./money/number-style.js"
export { formatSen, type Sen, senOf } from "./money/sen.js"
export type { Dialect, ReadOptions } from "./options.js"
export {
  type KeyName,
  type LineKind,
  StatementProfile,
  type StatementProfileInput,
} from "./profile/profile.js"
export type { Proof } from "./proof/proof.js"
export type { Totals } from "./proof/sums.js"
export { detect, read, readBatches } from "./read.js"
export type { Ignored } from "./reading/ledger.js"
export type { Note, NoteKind, StatementLine } from "./reading/line.js"
export type { Payout } from "./reading/summary-table.js"
export type { StatementSource } from "./source/byte-source.js"
export type { Limits } from "./source/limits.js"
export type { Encoding } from "./source/text.js"
export {
  type FeeExpectation,
  type KeyedLine,
  type StatementFrom,
  type StatementFromOptions,
  statementFrom,
} from "./statement-from.js"
export type { Statement, StatementSummary } from "./summary.js"
export type { Day, Period } from "./time/day.js"
