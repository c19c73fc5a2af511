import assert from "node:assert/strict"

/** Longer than a request takes to reach the acquirer, in milliseconds. */
export const ARRIVAL = 5_000

/** Waits until something holds; throws an `AssertionError` when it does not within `millis` milliseconds. */
export const eventually = async (
  holds: () => Promise<boolean>,
  otherwise: string,
  millis = ARRIVAL,
): Promise<void> => {
  const deadline = performance.now() + millis
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `${otherwise} within ${millis} ms`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
