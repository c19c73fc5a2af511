import type { DynamicModule, INestApplication, Type } from "@nestjs/common"
import type { Ids } from "../merchant.js"

/** Where a shop finds what it needs. */
export interface Surroundings {
  /** The acquirer's origin. */
  readonly acquirer: string
  /** URL of an empty database, for the shop that keeps one. */
  readonly database: string
}

/** An application with a webhook endpoint. */
export interface Shop {
  readonly path: string
  readonly module: Type<unknown> | DynamicModule
  /** Makes payments that callbacks may be about. Absent where any callback will do. */
  readonly open?: (app: INestApplication, count: number) => Promise<ReadonlyArray<Ids>>
}

export type MakeShop = (surroundings: Surroundings) => Shop
