export const VERBS = ["create", "inquire"] as const
export type Verb = (typeof VERBS)[number]
