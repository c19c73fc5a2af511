import { createHmac } from "node:crypto"
import { isSameSignature } from "@qriskit/core/provider-kit"
import type { Visitor } from "../authorize.js"

/** How long a form may lie open, in milliseconds: a working day. */
const LASTS = 12 * 60 * 60_000

const signed = (secret: string, { who, account = "" }: Visitor, ends: string): string =>
  createHmac("sha256", secret)
    .update(JSON.stringify(["form", who, account, ends]))
    .digest("base64url")

/** What a form that is shown to a visitor sends along: another site's page cannot know it. */
export const formToken = (secret: string, visitor: Visitor, now: number): string => {
  const ends = (now + LASTS).toString(36)
  return `${ends}.${signed(secret, visitor, ends)}`
}

/** Whether a token was given to this visitor, and not too long ago. */
export const isTokenOf = (secret: string, visitor: Visitor, token: string, now: number): boolean => {
  const [ends = "", signature = ""] = token.split(".")
  if (!/^[0-9a-z]{1,11}$/.test(ends)) return false
  return isSameSignature(signature, signed(secret, visitor, ends)) && Number.parseInt(ends, 36) > now
}
