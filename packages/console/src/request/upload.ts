import type { ConsoleOptions } from "../options.js"
import { bytesWithin, UnreadableForm } from "./body.js"

/** What was uploaded. */
export interface Upload {
  readonly form: URLSearchParams
  /** Absent where none was chosen. */
  readonly file: Uint8Array | undefined
}

/** What a form holds beside its file, in bytes. */
const BESIDE = 32_768

/** The largest file that is taken where the host says nothing, in bytes. */
const LARGEST = 16 * 1_024 * 1_024

/** What a door lets in where nobody says so, in bytes. */
const DOOR = 1_024 * 1_024

/** The largest file that is taken, in bytes. */
export const mostBytes = ({ statements }: Pick<ConsoleOptions, "statements">): number =>
  statements?.mostBytes ?? LARGEST

/** What a door has to let in, in bytes. */
export const bodyLimit = (options: Pick<ConsoleOptions, "statements">): number =>
  options.statements === undefined ? DOOR : Math.max(DOOR, mostBytes(options) + BESIDE)

const fieldsIn = (data: FormData): URLSearchParams =>
  new URLSearchParams(
    [...data].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as [string, string]] : [],
    ),
  )

/**
 * Reads a form with one file, never more of it than that. Rejects with `UnreadableForm`.
 *
 * @param most the largest file, in bytes
 */
export const readUpload = async (request: Request, most: number): Promise<Upload> => {
  const type = request.headers.get("content-type") ?? ""
  if (!/^multipart\/form-data\s*;/i.test(type)) throw new UnreadableForm(415)
  if (Number(request.headers.get("content-length") ?? 0) > most + BESIDE) throw new UnreadableForm(413)
  if (request.body === null) throw new UnreadableForm(400)
  try {
    const bytes = await bytesWithin(request.body, most + BESIDE)
    const data = await new Response(bytes, { headers: { "content-type": type } }).formData()
    const files = [...data.values()].filter((value) => typeof value !== "string")
    const [file] = files
    if (files.length > 1) throw new UnreadableForm(400)
    if (file !== undefined && file.size > most) throw new UnreadableForm(413)
    const isChosen = file !== undefined && file.size > 0
    return { form: fieldsIn(data), file: isChosen ? new Uint8Array(await file.arrayBuffer()) : undefined }
  } catch (error) {
    throw error instanceof UnreadableForm ? error : new UnreadableForm(400)
  }
}
