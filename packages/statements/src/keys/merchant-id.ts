/**
 * A merchant id as it is compared: its last nine digits. BCA prints one id as `885004608375` and as `004608375` [B],
 * and with zeros in front.
 */
export const comparableMid = (mid: string): string => mid.trim().slice(-9).padStart(9, "0")

/** Whether two ids are one merchant's. One that is not known contradicts nothing. */
export const isSameMid = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || comparableMid(a) === comparableMid(b)
