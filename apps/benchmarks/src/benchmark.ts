import type { Table } from "./table.js"

/** How thoroughly a table is measured. */
export interface Effort {
  readonly rounds: number
  /** Share of the usual number of calls in a round: 1, less when only a first look is wanted. */
  readonly share: number
  /** Tells a person who waits how far it is. */
  readonly progress: (line: string) => void
}

/** Measures one table. */
export type Benchmark = (effort: Effort) => Promise<Table>
