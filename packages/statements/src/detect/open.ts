import { AmbiguousReport, type Rejection, StatementError, UnknownReport, UnreadableFile } from "../error.js"
import type { ReadOptions } from "../options.js"
import type { StatementProfile } from "../profile/profile.js"
import { refuse } from "../refuse.js"
import { type Entry, entriesOf } from "../source/archive.js"
import { ByteSource } from "../source/byte-source.js"
import type { Limits } from "../source/limits.js"
import { type Shape, shapeOf } from "../source/sniff.js"
import { LOOKED_AT, type Plan, type Plans, plansFor } from "./plan.js"

/** A file that was looked into, and where its bytes come from now. */
export interface Opened extends Plans {
  readonly bytes: ByteSource
  readonly entry: string | undefined
  readonly otherEntries: ReadonlyArray<string>
}

/** The only plan there is, or a refusal with the reason. */
export const chosen = ({ plans, rejections }: Plans): Plan => {
  const [first, second] = plans
  if (first === undefined) return refuse(new UnknownReport({ rejections }))
  if (second === undefined) return first
  const [a, ...others] = plans.map(({ profile }) => profile.id)
  return refuse(new AmbiguousReport({ candidates: [a ?? "", ...others], what: "profile" }))
}

const looked = async (
  bytes: ByteSource,
  shape: Shape,
  profiles: ReadonlyArray<StatementProfile>,
  options: ReadOptions,
  limits: Required<Limits>,
): Promise<Opened> => {
  const isHeld = shape === "zip" || shape === "ole"
  const held = isHeld
    ? { bytes: await bytes.all(limits.heldBytes, "a workbook"), isZip: shape === "zip" }
    : undefined
  const plans = await plansFor(bytes, shape, profiles, options, limits, held)
  return { ...plans, bytes, entry: undefined, otherEntries: [] }
}

/** What is in an archive: each file is looked at, and one of them must be a report. */
const lookedInto = async (
  entries: ReadonlyArray<Entry>,
  profiles: ReadonlyArray<StatementProfile>,
  options: ReadOptions,
  limits: Required<Limits>,
): Promise<Opened> => {
  const wanted = options.entry === undefined ? entries : entries.filter(({ name }) => name === options.entry)
  if (wanted.length === 0) {
    const names = entries.map(({ name }) => name).join(", ")
    refuse(
      new UnreadableFile({
        why:
          entries.length === 0
            ? "the archive is empty"
            : `the archive has no file of that name, but ${names}`,
        advice: "Name one of its files.",
      }),
    )
  }
  const found: Array<readonly [entry: Entry, opened: Opened]> = []
  const rejections: Array<Rejection> = []
  for (const entry of wanted) {
    const bytes = new ByteSource(entry.open(), limits.bytes)
    try {
      const shape = shapeOf(await bytes.peek(LOOKED_AT))
      const opened = await looked(bytes, shape, profiles, options, limits)
      if (opened.plans.length > 0) found.push([entry, opened])
      rejections.push(
        ...opened.rejections.map(({ profile, why }) => ({ profile, why: `${why} in ${entry.name}` })),
      )
    } catch (error) {
      // A picture or a note beside the report is no report; a password that is wrong concerns all.
      if (!(error instanceof StatementError) || error.reason._tag !== "UnreadableFile" || wanted.length === 1)
        throw error
      rejections.push({ profile: entry.name, why: error.reason.why })
    } finally {
      await bytes.close()
    }
  }
  const [only, ...more] = found
  if (only !== undefined && more.length > 0) {
    refuse(
      new AmbiguousReport({ candidates: [only[0].name, ...more.map(([{ name }]) => name)], what: "entry" }),
    )
  }
  if (only === undefined) return refuse(new UnknownReport({ rejections: rejections.slice(0, 8) }))
  const [entry, opened] = only
  return {
    ...opened,
    // From its beginning again: looking took some of it.
    bytes: new ByteSource(entry.open(), limits.bytes),
    entry: entry.name,
    otherEntries: wanted.filter(({ name }) => name !== entry.name).map(({ name }) => name),
  }
}

/** Opens a file, and the file in it if it is an archive, and finds out how it can be read. */
export const openFile = async (
  bytes: ByteSource,
  profiles: ReadonlyArray<StatementProfile>,
  options: ReadOptions,
  limits: Required<Limits>,
): Promise<Opened> => {
  const shape = shapeOf(await bytes.peek(LOOKED_AT))
  if (shape !== "zip") return looked(bytes, shape, profiles, options, limits)
  const whole = await bytes.all(limits.heldBytes, "an archive or a workbook")
  const entries = await entriesOf(whole, options.password, limits.bytes, limits)
  if (entries.some(({ name }) => name === "[Content_Types].xml")) {
    const plans = await plansFor(bytes, shape, profiles, options, limits, { bytes: whole, isZip: true })
    return { ...plans, bytes, entry: undefined, otherEntries: [] }
  }
  return lookedInto(entries, profiles, options, limits)
}
