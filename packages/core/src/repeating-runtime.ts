/**
 * Whether this runtime's fetch sends a request again by itself, though the server may have acted on it: Deno does,
 * where a connection that it uses again ends before an answer. A body that is a stream cannot be sent twice. Node and
 * Bun were seen not to do it.
 */
export const isRepeatingRuntime = (): boolean =>
  typeof navigator !== "undefined" && navigator.userAgent?.startsWith("Deno/") === true

/** A body that can be sent only once. */
export const onceOnly = (body: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(body))
      controller.close()
    },
  })
