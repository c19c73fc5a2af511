import { FEATURES, type FeatureName } from "./feature.js"

/** A sentence: at least two words. An empty text is none, nor is a `string` that nobody has read. */
export type WhyNot = `${string} ${string}`

/**
 * The features that a provider lacks, each with the reason why; scenarios that need one are skipped. Unknown features
 * and missing reasons do not compile. What the provider has after all fails when it is declared here.
 *
 * @example
 * ```ts
 * import type { NotApplicable } from "@qriskit/conformance"
 *
 * const notApplicable: NotApplicable = { payer: "The inquiry's answer names nobody." }
 * ```
 */
export type NotApplicable = { readonly [Name in FeatureName]?: WhyNot }

/** What is wrong with a declaration, for callers whom no compiler told. */
export const mistakesIn = (notApplicable: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  Object.entries(notApplicable).flatMap(([name, reason]) => {
    if (!Object.hasOwn(FEATURES, name)) return [`notApplicable names ${name}, and there is no such feature`]
    return typeof reason === "string" && reason.trim() !== ""
      ? []
      : [`notApplicable gives no reason for ${name}`]
  })
