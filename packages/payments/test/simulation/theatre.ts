import type { Span } from "@qriskit/sandbox"
import { type AcquirerMoves, makeAcquirerMoves } from "../support/acquirer-moves.js"
import type { TestDatabase } from "../support/databases.js"
import { IMPATIENT, openWorld } from "../support/world.js"
import { check, type Memory, newMemory, type Sight, see } from "./invariants.js"
import { makeActs } from "./perform.js"
import { type Mutation, type SimulatedProcess, startProcess } from "./process.js"
import { makeStatementFiles } from "./statement-files.js"
import { type Books, checkStatements, nothingIsLeft } from "./statement-invariants.js"
import { type Move, type PlainStep, PROCESSES, type Step } from "./step.js"

/** How long everything is given to come right, in minutes between looks: past every late look. */
const AFTERWARDS = [1, 4, 15, 60, 120, 26 * 60, 26 * 60]

/** Turns that are taken after the last look, where so much is still due. */
const MOST_TURNS = 30

/** What a user's call may fail with; what must not happen is left to the invariants. */
const EXPECTED: ReadonlySet<string> = new Set([
  "QrisError",
  "WrongState",
  "NoSuchPayment",
  "NotRefundable",
  "NoSuchRefund",
  "WrongRefundState",
  "SandboxError",
])

/**
 * The real code in several processes, four acquirers, and everything that may befall them: where histories are played.
 */
export interface Theatre {
  /** Plays a history, checks what holds, and gives what there is to see in the end. */
  play(history: ReadonlyArray<Move>): Promise<Sight>
  /** What statements came to in the history that was played last. */
  books(): Books
  /** Takes all statements of that history back, and checks that nothing of them is left. */
  takeBack(): Promise<void>
  close(): Promise<void>
}

export const openTheatre = async (
  database: TestDatabase,
  mutation: Mutation = {},
  // A call that died at the provider is waited for in real time.
  createMillis = 1_000,
): Promise<Theatre> => {
  const moves: AcquirerMoves = makeAcquirerMoves()
  const settings = {
    reconcileConcurrency: 1,
    // How many go together follows from how long they took, which no seed repeats.
    deliveriesTogether: 1,
    createMillis,
    // Named, so that one seed gives the same ids, and with them the same history.
    newExternalId: (key: string, attempt: number) => `${key}-${attempt}`,
  }
  const world = await openWorld(database, settings, undefined, IMPATIENT)
  await database.rows("create table fulfilment (key text)")
  await database.rows("create table handled (id serial, key text, seq integer)")

  let memory: Memory = newMemory()
  const failing = { handlers: 0 }
  let processes: ReadonlyArray<SimulatedProcess> = []
  let statements = makeStatementFiles(world, database)
  let books: Books | undefined

  const handle: Parameters<typeof startProcess>[2] = async ({ key, seq, type }, query) => {
    await query("insert into handled (key, seq) values ($1, $2)", [key, seq])
    if (type === "paid") await query("insert into fulfilment values ($1)", [key])
    if (failing.handlers > 0) {
      failing.handlers -= 1
      throw new Error("the handler failed, as the history wants")
    }
  }

  const begin = async () => {
    await Promise.all(processes.map((process) => process.end()))
    moves.reset()
    await world.reset()
    await database.rows("delete from fulfilment")
    await database.rows("truncate handled restart identity")
    memory = newMemory()
    failing.handlers = 0
    statements = makeStatementFiles(world, database)
    processes = await Promise.all(
      Array.from({ length: PROCESSES }, () => startProcess(world, moves, handle, mutation)),
    )
  }

  const first = (): SimulatedProcess => processes[0] as SimulatedProcess

  const follow = () => {
    for (const process of processes) process.follow(world.clock.currentTimeMillisUnsafe())
  }

  /** The books are for the end. */
  const look = async (isEnd: boolean): Promise<Sight> =>
    see(
      (text, values = []) => database.driver.query(text, values),
      await world.control.payments(),
      isEnd ? await world.run(world.payments.totals()) : [],
      memory,
    )

  const take = async ({ at, step }: Move, acts: ReturnType<typeof makeActs>): Promise<void> => {
    const process = processes[at % PROCESSES] as SimulatedProcess
    const other = processes[(at + 1) % PROCESSES] as SimulatedProcess
    const attempted = async (
      by: SimulatedProcess,
      plain: PlainStep,
      further: ReadonlyArray<string> = [],
    ): Promise<void> => {
      try {
        await acts.perform(by, plain)
      } catch (error) {
        const tag = error instanceof Error && "_tag" in error ? String(error._tag) : error?.constructor.name
        if (tag === undefined || !(EXPECTED.has(tag) || further.includes(tag))) throw error
      }
    }
    switch (step.do) {
      case "restart":
        return process.restart()
      case "clock":
        return process.setClock(step.ahead)
      case "crash":
        if (await process.dies(step.place, () => attempted(process, step.in))) await process.restart()
        return
      case "lose":
        return process.loses(step.place, step.leg, () => attempted(process, step.in, ["DatabaseFailure"]))
      case "together":
        await Promise.all([attempted(process, step.this), attempted(other, step.that)])
        return
      case "overtake":
        return acts.overtake(
          step.order,
          (plain) => attempted(process, plain),
          () => attempted(other, step.by),
        )
      case "repeat-id":
        return acts.repeatId(step.order, (plain) => attempted(process, plain))
      default:
        return attempted(process, step satisfies Step)
    }
  }

  return {
    play: async (history) => {
      await begin()
      const acts = makeActs({ database, world, memory, moves, failing, statements })
      for (const move of history) {
        await take(move, acts)
        follow()
        await check(await look(false), false)
      }
      failing.handlers = 0
      await world.control.faults.clear()
      for (const process of processes) {
        await process.restart()
        process.setClock(0)
      }
      const live = async (span: Span) => {
        await world.advance(span)
        follow()
        let done = 0
        for (const process of processes) done += await process.run(process.payments().reconcileNow)
        return done
      }
      for (const minutes of AFTERWARDS) await live({ minutes })
      // Some acquirers may be asked once a second: whatever is due then has its turn.
      for (let turn = 0; turn < MOST_TURNS && (await live({ seconds: 2 })) > 0; turn++);
      const sight = await look(true)
      await check(sight, true)
      books = { world, database, truth: await statements.settle(first(), history.length) }
      await checkStatements(books)
      await check(await look(true), true)
      return sight
    },
    books: () => {
      if (books === undefined) throw new Error("No history was played.")
      return books
    },
    takeBack: async () => {
      await statements.takeBack(first())
      await nothingIsLeft({ world, database })
    },
    close: async () => {
      await Promise.all(processes.map((process) => process.end()))
      await world.close()
    },
  }
}
