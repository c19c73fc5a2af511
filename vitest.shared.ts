const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

/**
 * So long is waited on a busy machine before what is only slow is called failed. A test that would wait for ever for
 * what it is about has a shorter limit of its own.
 */
export const PATIENCE = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
}

/**
 * How every package's tests run.
 *
 * @param decides the files in which no branch may go untested, since they decide what something means for money
 */
export const tests = (decides: ReadonlyArray<string> = []) => ({
  ...PATIENCE,
  include: ["test/**/*.test.ts"],
  // The files of one worker share its modules. To load them anew for each file took three quarters of the time.
  isolate: false,
  // Only tests that wait run side by side (conformance): so many that they wait about as long as the longest.
  maxConcurrency: 8,
  coverage: {
    include: ["src/**"],
    reporter: ["text"],
    thresholds: Object.fromEntries(decides.map((file) => [file, everything])),
  },
})
