import type { Shop } from "./shop.js"

/** The verbs that reached the wire, in order. */
export const operations = async (shop: Shop): Promise<ReadonlyArray<string | undefined>> =>
  (await shop.wire()).map(({ operation }) => operation?.replace("zipay.", ""))

export const logins = async (shop: Shop): Promise<number> => (await shop.wire("zipay.login")).length

/** Resolves once so many logins have reached the wire. */
export const loginsUnderWay = async (shop: Shop, count: number): Promise<void> => {
  while ((await logins(shop)) < count) await new Promise(setImmediate)
}
