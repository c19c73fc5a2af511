import { printedWhole } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import { describe, Fault } from "./fault.js"

const FieldIssue = Schema.Struct({ path: Schema.String, message: Schema.String })

const Rejection = Schema.Struct({ profile: Schema.String, why: Schema.String })
/** A report that was not taken for this one, and why not. */
export type Rejection = typeof Rejection.Type

/** The file cannot be opened or read at all. */
export class CannotOpen extends Schema.TaggedError<CannotOpen>()("CannotOpen", { why: Schema.String }) {
  override get message(): string {
    return `The file cannot be opened: ${this.why}.`
  }
}

/** The file is damaged, or it is nothing that is read here (a PDF, a page of HTML). */
export class UnreadableFile extends Schema.TaggedError<UnreadableFile>()("UnreadableFile", {
  why: Schema.String,
  /** Where reading stopped. */
  line: Schema.optionalKey(Schema.Int),
  advice: Schema.String,
}) {
  override get message(): string {
    const where = this.line === undefined ? "" : ` at line ${this.line}`
    return `The file cannot be read${where}: ${this.why}. ${this.advice}`
  }
}

/** The file or an entry of it is encrypted, and no password was given. */
export class PasswordNeeded extends Schema.TaggedError<PasswordNeeded>()("PasswordNeeded", {}) {
  override get message(): string {
    return "The file is encrypted: give the password that the bank or acquirer set for it."
  }
}

/** The password does not open the file. */
export class WrongPassword extends Schema.TaggedError<WrongPassword>()("WrongPassword", {}) {
  override get message(): string {
    return "The password does not open the file. Each merchant has one of its own; some change with the date."
  }
}

/** The file asks for more than is given to one file. */
export class TooLarge extends Schema.TaggedError<TooLarge>()("TooLarge", {
  what: Schema.String,
  limit: Schema.String,
  advice: Schema.String,
}) {
  override get message(): string {
    return `The file is too large: ${this.what}, where at most ${this.limit} are read. ${this.advice}`
  }
}

/** No known report looks like this file. */
export class UnknownReport extends Schema.TaggedError<UnknownReport>()("UnknownReport", {
  rejections: Schema.Array(Rejection),
}) {
  override get message(): string {
    const why = this.rejections.map(({ profile, why }) => `${profile}: ${why}`).join("; ")
    return `No known report looks like this file (${why}). Name the profile, or describe the columns with one of your own.`
  }
}

/** Several reports look like this file, or several files in an archive are reports. */
export class AmbiguousReport extends Schema.TaggedError<AmbiguousReport>()("AmbiguousReport", {
  candidates: Schema.NonEmptyArray(Schema.String),
  what: Schema.Literals(["profile", "entry"]),
}) {
  override get message(): string {
    const names = this.candidates.join(", ")
    return this.what === "profile"
      ? `Several reports look like this file: ${names}. Name the profile.`
      : `Several files in the archive are reports: ${names}. Read one at a time, by its name.`
  }
}

/** The file does not add up, or something in it cannot be read. Nothing of it may be used. */
export class DoesNotAddUp extends Schema.TaggedError<DoesNotAddUp>()("DoesNotAddUp", {
  profile: Schema.String,
  faults: Schema.NonEmptyArray(Fault),
  /** Reading stopped here: there may be more. */
  hasMore: Schema.Boolean,
  advice: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    const faults = this.faults.slice(0, 5).map(describe).join("; ")
    const others = this.faults.length - Math.min(5, this.faults.length)
    const more = others === 0 ? "" : `; and ${others}${this.hasMore ? " or more" : ""} others`
    const advice = this.advice === undefined ? "" : ` ${this.advice}`
    return `Read as ${this.profile}, the file does not add up: ${faults}${more}. Nothing of it was taken.${advice}`
  }
}

/** The profile is not one. Lists every bad field. */
export class InvalidProfile extends Schema.TaggedError<InvalidProfile>()("InvalidProfile", {
  issues: Schema.Array(FieldIssue),
}) {
  override get message(): string {
    const fields = this.issues
      .map(({ path, message }) => (path === "" ? message : `${path} ${message}`))
      .join("; ")
    return `The profile is not valid: ${fields}.`
  }
}

/** There is no built-in profile of this name. */
export class NoSuchProfile extends Schema.TaggedError<NoSuchProfile>()("NoSuchProfile", {
  profile: Schema.String,
  known: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `There is no profile of this name. Known are ${this.known.join(", ")}.`
  }
}

/** Every reason there is. */
export const StatementReason = Schema.Union([
  CannotOpen,
  UnreadableFile,
  PasswordNeeded,
  WrongPassword,
  TooLarge,
  UnknownReport,
  AmbiguousReport,
  DoesNotAddUp,
  InvalidProfile,
  NoSuchProfile,
])
export type StatementReason = typeof StatementReason.Type

/**
 * Why a file was not taken. `reason` says what happened; each has a message with what is wrong, where, and what to do.
 *
 * @example
 * ```ts
 * import type { StatementError } from "@qriskit/statements"
 *
 * const rowsToLookAt = (error: StatementError) =>
 *   error.reason._tag === "DoesNotAddUp" ? error.reason.faults.map(({ row }) => row) : []
 * ```
 */
export class StatementError extends Schema.TaggedError<StatementError>()("StatementError", {
  reason: StatementReason,
}) {
  override get message(): string {
    return this.reason.message
  }
}

printedWhole(StatementError)
