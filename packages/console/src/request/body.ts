/** The longest form, in bytes. */
const MOST = 32_768

/** A form cannot be read. `status` says why: 413 too long, 415 no form, 400 broken off. */
export class UnreadableForm extends Error {
  override readonly name = "UnreadableForm"
  readonly status: 400 | 413 | 415

  constructor(status: 400 | 413 | 415) {
    super("the form cannot be read")
    this.status = status
  }
}

const isForm = (type: string | null): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type ?? "")

/** The bytes of a body, never more than `most` of them. Rejects with `UnreadableForm`. */
export const bytesWithin = async (
  body: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Array<Uint8Array> = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > most) throw new UnreadableForm(413)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads a form, never more of it than a form of ours holds. Rejects with `UnreadableForm`. */
export const readForm = async (request: Request): Promise<URLSearchParams> => {
  if (!isForm(request.headers.get("content-type"))) throw new UnreadableForm(415)
  if (request.body === null) return new URLSearchParams()
  try {
    return new URLSearchParams(new TextDecoder().decode(await bytesWithin(request.body, MOST)))
  } catch (error) {
    throw error instanceof UnreadableForm ? error : new UnreadableForm(400)
  }
}
