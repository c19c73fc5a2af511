import type { PGlite } from "@electric-sql/pglite"
import { drizzle } from "drizzle-orm/pglite"
import type { Driver } from "./connected.js"
import type { Drizzle, Row } from "./database.js"
import { within } from "./within.js"

/** PGlite in this process: one connection, so that a transaction keeps every other statement waiting. */
export const overPglite = (client: PGlite): Driver => ({
  kind: "pglite",
  drizzle: drizzle({ client }) as unknown as Drizzle,
  query: async ({ text }, values) => (await client.query<Row>(text, [...values])).rows,
  transact: (work, milliseconds) =>
    client.transaction((inner) => {
      const working = work({
        // Drizzle's driver is typed for the client and runs on a transaction of it just as well.
        drizzle: drizzle({ client: inner as unknown as PGlite }) as unknown as Drizzle,
        query: async (statement, values = []) =>
          (await inner.query<Row>(typeof statement === "string" ? statement : statement.text, [...values]))
            .rows,
        script: async (text) => {
          await inner.exec(text)
        },
      })
      return milliseconds === undefined ? working : within(milliseconds, working)
    }),
  connections: 1,
})
