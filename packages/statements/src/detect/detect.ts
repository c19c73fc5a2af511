import type { Rejection } from "../error.js"
import { StatementError } from "../error.js"
import type { ReadOptions } from "../options.js"
import { ByteSource, type StatementSource } from "../source/byte-source.js"
import { limitsOf } from "../source/limits.js"
import { candidatesFor } from "./candidates.js"
import { openFile } from "./open.js"

/** What a file looks like. It is sure of a report where `fits` has one entry. */
export interface Detection {
  /** Reports that fit, and what tells it. */
  readonly fits: ReadonlyArray<{ readonly profile: string; readonly title: string; readonly why: string }>
  /** Reports that are near, and what they lack. */
  readonly rejections: ReadonlyArray<Rejection>
  /** The file of an archive that it is about. */
  readonly entry: string | undefined
}

export const detectFile = async (source: StatementSource, options: ReadOptions): Promise<Detection> => {
  const limits = limitsOf(options.limits)
  const candidates = candidatesFor(options)
  const bytes = new ByteSource(source, limits.bytes)
  try {
    const { plans, rejections, entry, bytes: inner } = await openFile(bytes, candidates, options, limits)
    if (inner !== bytes) await inner.close()
    return {
      fits: plans.map(({ profile, why }) => ({ profile: profile.id, title: profile.title, why })),
      rejections,
      entry,
    }
  } catch (error) {
    if (error instanceof StatementError && error.reason._tag === "UnknownReport") {
      return { fits: [], rejections: error.reason.rejections, entry: undefined }
    }
    throw error
  } finally {
    await bytes.close()
  }
}
