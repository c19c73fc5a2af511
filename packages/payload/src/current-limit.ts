/** Rupiah of one payment at most, since 1 March 2022; `reference/limits.ts` has its source and what was before. */
export const CURRENT_LIMIT = 10_000_000
