import type { Request, Response } from "express"
import { cookieIn } from "../http/cookies.js"
import { SESSION_MILLIS } from "./access.js"

/** Over https the cookie is bound to this host and to https by its name. */
const nameOver = (isSecure: boolean): string => (isSecure ? "__Host-session" : "session")

const nameOn = (request: Request): string => nameOver(request.secure)

/** The token in a request's cookies. */
export const sessionTokenIn = (cookies: string | undefined, isSecure: boolean): string | undefined =>
  cookieIn(cookies, nameOver(isSecure))

export const sessionToken = (request: Request): string | undefined =>
  sessionTokenIn(request.headers.cookie, request.secure)

const attributes = (request: Request) =>
  ({ httpOnly: true, sameSite: "strict", secure: request.secure, path: "/" }) as const

export const giveSession = (request: Request, response: Response, token: string): void => {
  response.cookie(nameOn(request), token, { ...attributes(request), maxAge: SESSION_MILLIS })
}

export const takeSession = (request: Request, response: Response): void => {
  response.clearCookie(nameOn(request), attributes(request))
}
