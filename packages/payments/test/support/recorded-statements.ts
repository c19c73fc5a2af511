import pg from "pg"
import { vi } from "vitest"

/** A statement as it was sent. */
export interface Sent {
  readonly text: string
  readonly values: ReadonlyArray<unknown>
}

/** What one statement does to reach its rows, as the server says. */
export interface PlanNode {
  readonly "Node Type": string
  readonly "Relation Name"?: string
  readonly "Actual Rows"?: number
  readonly "Actual Loops"?: number
  readonly "Rows Removed by Filter"?: number
  readonly "Rows Removed by Index Recheck"?: number
  readonly Plans?: ReadonlyArray<PlanNode>
}

const READS_OR_WRITES = /^\s*(select|insert|update|delete|with)\b/i

/**
 * Notes every statement that is sent to a server in this process while `work` runs: each text once with each values.
 */
export const recordStatements = async (work: () => Promise<void>): Promise<ReadonlyArray<Sent>> => {
  const spy = vi.spyOn(pg.Client.prototype, "query")
  try {
    await work()
    const calls: ReadonlyArray<ReadonlyArray<unknown>> = spy.mock.calls
    const sent = calls.map(([query, values]): Sent => {
      // A text, or a configuration that has one.
      const { text, values: own } =
        typeof query === "string" ? { text: query } : (query as { text: string; values?: Array<unknown> })
      return { text, values: own ?? (Array.isArray(values) ? values : []) }
    })
    const different = new Map(sent.map((statement) => [JSON.stringify(statement), statement]))
    return [...different.values()].filter(({ text }) => READS_OR_WRITES.test(text))
  } finally {
    spy.mockRestore()
  }
}

const rowsOf = async (client: pg.Client, options: string, { text, values }: Sent): Promise<PlanNode> => {
  await client.query("begin")
  try {
    const { rows } = await client.query(`explain (${options}, format json) ${text}`, [...values])
    return rows[0]["QUERY PLAN"][0].Plan
  } finally {
    await client.query("rollback")
  }
}

/**
 * What a statement does to reach its rows: it is run once more, and taken back. What cannot happen twice, since a key
 * or a trigger refuses it, is planned and not run.
 */
export const planOf = (client: pg.Client, sent: Sent): Promise<PlanNode> =>
  rowsOf(client, "analyze", sent).catch(() => rowsOf(client, "analyze off", sent))

/** A node and all below it. */
export const nodesOf = (node: PlanNode): ReadonlyArray<PlanNode> => [
  node,
  ...(node.Plans ?? []).flatMap(nodesOf),
]

/** Rows that a node looked at, whether or not it kept them. */
export const rowsSeen = (node: PlanNode): number =>
  ((node["Actual Rows"] ?? 0) +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0)) *
  (node["Actual Loops"] ?? 0)
