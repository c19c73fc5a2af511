import { randomUUID } from "node:crypto"
import { type Ids, idsOf } from "../merchant.js"

/** Payments opened at the same time. */
const AT_ONCE = 16

/** Opens so many payments, several at a time. */
export const openedBy = async (
  count: number,
  open: (externalId: string) => Promise<unknown>,
): Promise<ReadonlyArray<Ids>> => {
  const opened: Array<Ids> = []
  const lane = async (): Promise<void> => {
    while (opened.length < count) {
      const externalId = randomUUID()
      opened.push(idsOf(externalId))
      await open(externalId)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return opened
}
