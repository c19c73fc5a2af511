import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { PgBoss } from "pg-boss"
import { Database } from "../database/database.js"
import { databaseFailure } from "../database/driver-error.js"
import { JOBS_SCHEMA } from "../database/migrate.js"
import { Job, Jobs } from "./jobs.js"

const QUEUE = "qriskit"

/** Jobs that one process performs at a time: so many workers, so many jobs each. A slow job holds up its own batch only. */
const WORKERS = 4
const BATCH = 5

/** A job is worth no more than the lease it was made under: work that is still due is enqueued again. */
const QUEUE_OPTIONS = {
  policy: "short",
  retryLimit: 0,
  expireInSeconds: 300,
  retentionSeconds: 600,
  deleteAfterSeconds: 600,
} as const

const decodeJob = Schema.decodeUnknownOption(Job)

/** Two jobs with one key are not queued at the same time. */
const keyOf = (job: Job): string => JSON.stringify(job)

/** pg-boss in the payments' own database: processes that share the database share the work. */
export const layerPgBoss: Layer.Layer<Jobs, never, Database> = Layer.effect(
  Jobs,
  Effect.gen(function* () {
    const { kind, executor } = yield* Database
    const context = yield* Effect.context<never>()
    const runPromise = Effect.runPromiseWith(context)
    const boss = yield* Effect.acquireRelease(
      Effect.promise(async () => {
        const made = new PgBoss({
          db: executor,
          backend: kind === "pglite" ? "pglite" : "postgres",
          schema: JOBS_SCHEMA,
          createSchema: false,
          schedule: false,
          superviseIntervalSeconds: 60,
          maintenanceIntervalSeconds: 300,
        })
        // Its own statements fail when the database is away; the next ones find it again.
        made.on("error", () => {})
        await made.start()
        await made.createQueue(QUEUE, QUEUE_OPTIONS)
        return made
      }),
      (started) =>
        Effect.promise(() => started.stop({ graceful: true, timeout: 5_000 }).catch(() => undefined)),
    )
    const workers: Array<string> = []

    return {
      enqueue: (jobs) =>
        jobs.length === 0
          ? Effect.void
          : Effect.tryPromise({
              try: async () => {
                await boss.insert(
                  QUEUE,
                  jobs.map((job) => ({ data: job, singletonKey: keyOf(job) })),
                )
                for (const worker of workers) boss.notifyWorker(worker)
              },
              catch: databaseFailure,
            }),
      perform: (work) => {
        const performBatch = async (batch: ReadonlyArray<{ readonly data: unknown }>) => {
          const jobs = batch.flatMap(({ data }) => Option.toArray(decodeJob(data)))
          await runPromise(Effect.forEach(jobs, work, { concurrency: "unbounded", discard: true }))
        }
        const startWorkers = async () => {
          for (let index = 0; index < WORKERS; index++) {
            workers.push(
              await boss.work(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 1 }, performBatch),
            )
          }
        }
        return Effect.acquireRelease(Effect.tryPromise({ try: startWorkers, catch: databaseFailure }), () =>
          Effect.promise(() => boss.offWork(QUEUE, { wait: true }).catch(() => undefined)),
        )
      },
    }
  }),
)
