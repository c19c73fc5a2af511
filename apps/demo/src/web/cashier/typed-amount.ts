/** As Indonesians write it, with dots between thousands, or without any. Anything else is not guessed at. */
const AMOUNT = /^(\d{1,13}|\d{1,3}(\.\d{3}){1,4})$/

/** An amount as it was typed, in rupiah; `undefined` for what is none. */
export const typedAmount = (text: string): number | undefined =>
  AMOUNT.test(text) ? Number(text.replaceAll(".", "")) : undefined
