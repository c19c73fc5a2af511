export type { JoinedClient } from "./joining/client.js"
export type { NodePostgresQuery, NodePostgresResult, NodePostgresTypes } from "./joining/node-postgres.js"
export { type JoinedPool, poolOver } from "./joining/pool.js"
