import type { Request, Response } from "express"
import { cookieIn } from "../http/cookies.js"
import { SESSION_MILLIS } from "./access.js"

/** Over https the cookie is bound to this host and to https by its name. */
const nameOn = (request: Request): string => (request.secure ? "__Host-session" : "session")

export const sessionToken = (request: Request): string | undefined => cookieIn(request, nameOn(request))

const attributes = (request: Request) =>
  ({ httpOnly: true, sameSite: "strict", secure: request.secure, path: "/" }) as const

export const giveSession = (request: Request, response: Response, token: string): void => {
  response.cookie(nameOn(request), token, { ...attributes(request), maxAge: SESSION_MILLIS })
}

export const takeSession = (request: Request, response: Response): void => {
  response.clearCookie(nameOn(request), attributes(request))
}
