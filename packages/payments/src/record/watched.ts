import type { Watch } from "../inquiring/poll-schedule.js"
import type { AttemptStatus } from "./attempt-status.js"
import type { Finding } from "./decision.js"
import type { AttemptRow } from "./rows.js"

type Times = Pick<AttemptRow, "openedAt" | "shownUntil">

/**
 * An expiry that was over before the QR was made is not believed: the provider's clock is slow, or its times are of
 * another zone.
 */
export const believedExpiry = (
  said: Date | undefined,
  { openedAt }: Times,
): { readonly expiresAt: Date | undefined; readonly findings: ReadonlyArray<Finding> } =>
  said === undefined || said > openedAt
    ? { expiresAt: said, findings: [] }
    : {
        expiresAt: undefined,
        findings: [
          {
            kind: "expiry_not_believed",
            once: "",
            detail: `The provider says that the QR expired at ${said.toISOString()}, before it was asked for at ${openedAt.toISOString()}.`,
          },
        ],
      }

/** A QR is watched at least as long as it is shown, whatever its provider says. */
export const watchedUntil = (expiresAt: Date, { shownUntil }: Times): Date =>
  shownUntil !== null && shownUntil > expiresAt ? shownUntil : expiresAt

/** What the schedule needs to know of an attempt, in milliseconds. */
export const watchOf = (
  row: Pick<AttemptRow, "openedAt" | "expiresAt" | "shownUntil" | "providerPaymentId">,
  status: AttemptStatus,
  changedAt: Date,
): Watch => ({
  status,
  openedAt: row.openedAt.getTime(),
  expiresAt: watchedUntil(row.expiresAt, row).getTime(),
  changedAt: changedAt.getTime(),
  hasRef: row.providerPaymentId !== null,
})
