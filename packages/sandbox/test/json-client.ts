import type { Answer } from "./ifortepay-client.js"

/** A merchant's side of an acquirer that speaks JSON under a Basic key, written for these tests. */
export function jsonClient<Body>(
  baseUrl: string,
  key: string,
  always: Readonly<Record<string, string>> = {},
) {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`
  return async (
    method: "GET" | "POST",
    path: string,
    content?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> => {
    const response = await fetch(baseUrl + path, {
      method,
      redirect: "manual",
      headers: { authorization, "content-type": "application/json", ...always, ...headers },
      ...(content !== undefined && { body: JSON.stringify(content) }),
    })
    // What it is, the tests assert.
    return { status: response.status, body: (await response.json()) as Body }
  }
}
