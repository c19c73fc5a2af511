import * as fc from "fast-check"

/** Checks a synchronous property: `holds` throws for a counterexample. */
export const forAll = <Ts extends [unknown, ...Array<unknown>]>(
  ...args: [...arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> }, holds: (...values: Ts) => void]
): void => {
  // fast-check types `assert` as if it could give a promise here, too.
  void fc.assert(fc.property(...args))
}
