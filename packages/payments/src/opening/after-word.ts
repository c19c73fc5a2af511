import { formatRupiah, type Refund } from "@qriskit/core"
import { present, printable } from "@qriskit/core/provider-kit"
import type { Finding } from "../record/decision.js"
import type { RefundRow, RefundWord } from "../record/refund.js"
import { storableText } from "../record/storable.js"
import { type Change, changeTo, contradicts, notBelieved, type RefundOutcome } from "./refund-change.js"

const inWords = (wentBack: boolean, refundId: string | undefined): string =>
  `${wentBack ? "went back" : "did not go back"}${refundId === undefined ? "" : `, as ${refundId}`}`

/** Both sides, for a person. */
const contradicted = (
  { id, record }: RefundRow,
  said: RefundWord,
  { status, providerStatus, refundId }: Refund,
  about: string,
  follows: string,
): Finding => ({
  kind: "refund_contradicted",
  once: `${id}:${about}`,
  detail: `Of the refund ${record.externalId} of ${formatRupiah(record.amount)}, ${printable(said.by)} said that it ${inWords(said.wentBack, said.refundId)}; the provider says ${status} (${printable(storableText(providerStatus, 255))})${refundId === undefined ? "" : `, as ${printable(refundId)}`}. ${follows}`,
})

/**
 * What the provider's word does to a refund of which a person said what became of it. That was a claim, and the
 * provider's word is the fact: it is recorded, and where it is another one both are told of. Silence says nothing, and
 * neither does a word that the person knew of.
 *
 * `room`: what of the attempt's money no other refund gave back, or may. Beyond it nothing goes on record: the database
 * refuses more than arrived.
 */
export const changeAfterWord = (
  row: RefundRow,
  said: RefundWord,
  outcome: RefundOutcome,
  room: number,
): Change => {
  const { record } = row
  const stays: Change = { status: record.status, isOnWord: true, findings: [] }
  if (outcome.kind !== "said") return stays
  const { refund } = outcome
  const contradiction = contradicts(row, refund)
  if (contradiction !== undefined) return { ...stays, findings: [notBelieved(row, contradiction)] }
  const change = changeTo(refund)
  if (refund.status === record.status) {
    const isAnother =
      said.refundId !== undefined && refund.refundId !== undefined && said.refundId !== refund.refundId
    return isAnother
      ? {
          ...change,
          findings: [
            contradicted(row, said, refund, "id", "They may be two: look for both ids in the dashboard."),
          ],
        }
      : change
  }
  if (refund.status === "pending" && (said.wentBack || change.providerStatus === record.providerStatus))
    return { ...stays, ...present({ providerStatus: change.providerStatus }) }
  if (refund.status !== "failed" && record.amount > room) {
    const why = `The record stays as it is: with other refunds that would be more than arrived, of which ${formatRupiah(room)} is left.`
    return { ...stays, findings: [contradicted(row, said, refund, `${refund.status}, no room`, why)] }
  }
  return {
    ...change,
    findings: [contradicted(row, said, refund, refund.status, "The record follows the provider.")],
  }
}
