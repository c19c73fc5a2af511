import type { GROUPS } from "./scenarios.js"

type Groups = typeof GROUPS

type OptionalIn<Scenarios> = {
  [Name in keyof Scenarios]: Scenarios[Name] extends { readonly offered: unknown } ? Name : never
}[keyof Scenarios] &
  string

/** `group/scenario` of every scenario about something that not every provider has. */
export type OptionalScenarioId = {
  [Group in keyof Groups]: `${Group}/${OptionalIn<Groups[Group]["scenarios"]>}`
}[keyof Groups]

/** A sentence: at least two words. An empty text is none, nor is a `string` that nobody has read. */
export type WhyNot = `${string} ${string}`

/**
 * Scenarios that do not apply, each with the reason why. Unknown scenarios, scenarios that apply to every provider,
 * and missing reasons do not compile. What the provider offers after all fails when it is declared here.
 *
 * @example
 * ```ts
 * import type { NotApplicable } from "@qriskit/conformance"
 *
 * const notApplicable: NotApplicable = { "inquire/payer": "The inquiry's answer names nobody." }
 * ```
 */
export type NotApplicable = { readonly [Id in OptionalScenarioId]?: WhyNot }
