/** A request as a provider sends it. */
export interface Post {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

/** Posts and reads the answer to its end. */
export const post = async (url: string, { headers = {}, body }: Post = {}) => {
  const response = await fetch(url, { method: "POST", headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
