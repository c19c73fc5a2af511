import { StatementError, type StatementReason } from "./error.js"

/** Throws a reason: within this package, where many layers lie between the cause and the door. */
export const refuse = (reason: StatementReason): never => {
  throw new StatementError({ reason })
}
