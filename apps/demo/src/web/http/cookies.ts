import type { Request } from "express"

/** The value of a cookie that this server set: without quotes and without escapes. */
export const cookieIn = (request: Request, name: string): string | undefined => {
  const start = `${name}=`
  return (request.headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length)
}
