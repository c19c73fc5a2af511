// One place knows how to start a server for tests, as root too.
export {
  type PostgresServer,
  startPostgres,
} from "../../../../packages/payments/test/support/postgres-server.js"
