import type { Acquirer } from "./acquirer.js"
import type { NotApplicable } from "./not-applicable.js"
import type { ProviderMaking } from "./provider-facts.js"

/**
 * A provider and its acquirer, as `describeProvider` takes them.
 *
 * @example
 * ```ts
 * import type { ProviderUnderTest } from "@qriskit/conformance"
 *
 * const titleOf = (underTest: ProviderUnderTest): string => Object.keys(underTest.statusWords).join(", ")
 * ```
 */
export interface ProviderUnderTest<A extends Acquirer = Acquirer> extends ProviderMaking<A> {
  /** What this provider lacks, each with the reason. */
  readonly notApplicable: NotApplicable
}
