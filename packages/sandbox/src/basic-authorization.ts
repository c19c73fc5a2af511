/** `Authorization` of the Basic scheme. Most acquirers that take it have a user and no password. */
export function basicAuthorization(user: string, password = ""): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`
}
