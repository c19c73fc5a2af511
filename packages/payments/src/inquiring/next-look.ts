/**
 * The one place that says when an attempt is asked about next, whatever was just recorded of it: a callback that came
 * after the question was asked wants one at once; otherwise the schedule holds.
 *
 * @param pokes callbacks that came until now
 * @param seenPokes those that had come when the question was asked
 */
export const nextLook = (pokes: number, seenPokes: number, scheduled: Date | null, now: Date): Date | null =>
  pokes > seenPokes ? now : scheduled
