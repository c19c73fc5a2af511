import { inject } from "vitest"
import { createDatabase } from "../../../../packages/payments/test/support/postgres-server.js"

// One place knows how to start a server for tests, as root too.
export { startPostgres } from "../../../../packages/payments/test/support/postgres-server.js"

/** The address of an empty database of a test's own, on the server of all tests. */
export const freshDatabase = (): Promise<string> => createDatabase(inject("postgresUrl"))
