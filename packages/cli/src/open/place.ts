import type { DatabaseOptions } from "@qriskit/payments"
import * as Context from "effect/Context"

/** The database that is worked on. Its address may hold a password: it is never printed. */
export class Place extends Context.Service<
  Place,
  {
    readonly database: string
    readonly options: DatabaseOptions
    /** The tool that people use, for what is recorded of their acts. */
    readonly via: string
  }
>()("@qriskit/cli/Place") {}
