import type { IncomingMessage } from "node:http"

/** How much of a body that is too long is still read and thrown away, so that its sender gets to see the answer. */
const DISCARDED_BYTES = 1024 * 1024

/**
 * Reads a request's body.
 *
 * @param limit in bytes
 * @returns undefined when the body is longer than `limit`
 * @throws when the client goes away before the end
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Uint8Array)) continue
    length += chunk.byteLength
    if (length <= limit) chunks.push(chunk)
    if (length > limit + DISCARDED_BYTES) break
  }
  return length <= limit ? Buffer.concat(chunks) : undefined
}
