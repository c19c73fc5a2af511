import type { StatementProfileInput } from "../profile/profile.js"

/** MT940 and MT942 of any bank [A for the tags]. Each statement is proven by its own balances. */
export const mt940 = {
  id: "mt940",
  title: "MT940, MT942",
  kind: "bank",
  file: { format: "mt940" },
  numbers: "id",
  kinds: [{ kind: "other" }],
  coverage: "booked",
  keys: [],
} as const satisfies StatementProfileInput
