import { idAt, type Places, readable, UNREADABLE, type Unreadable } from "./field.js"

/**
 * What we keep in a reference's attributes for ourselves: what was asked, until when, and where
 * callbacks of its own go.
 */
export const ASKED_AMOUNT = "askedAmount"
export const VALID_UNTIL = "validUntil"
export const CALLBACK_URL = "callbackUrl"
export const OUR_OWN: ReadonlyArray<string> = [ASKED_AMOUNT, VALID_UNTIL, CALLBACK_URL]

/** What a reference can keep of a create as it was sent. Times are Jakarta's. */
export const SENT = [
  "X-EXTERNAL-ID",
  "X-TIMESTAMP",
  "yyyy-MM-ddTHH:mm:ss+07:00",
  "yyyyMMddHHmmss",
  "yyyy-MM-dd",
  "yyyyMMdd",
] as const
/** One of `SENT`. */
export type Sent = (typeof SENT)[number]

/** One attempt of a call: the headers that no other has. */
export interface Attempt {
  readonly externalId: string
  /** As it was sent: `2026-01-02T10:04:05+07:00`, perhaps with milliseconds. */
  readonly timestamp: string
}

/** Of an attempt of which not everything is known, what depends on the rest is not known either. */
const READ: Readonly<Record<Sent, (attempt: Partial<Attempt>) => string | undefined>> = {
  "X-EXTERNAL-ID": ({ externalId }) => externalId,
  "X-TIMESTAMP": ({ timestamp }) => timestamp,
  "yyyy-MM-ddTHH:mm:ss+07:00": ({ timestamp }) => timestamp && `${timestamp.slice(0, 19)}+07:00`,
  yyyyMMddHHmmss: ({ timestamp }) => timestamp?.slice(0, 19).replaceAll(/\D/g, ""),
  "yyyy-MM-dd": ({ timestamp }) => timestamp?.slice(0, 10),
  yyyyMMdd: ({ timestamp }) => timestamp?.slice(0, 10).replaceAll("-", ""),
}

/** Attributes by name; absent ones are not known. */
export type KnownAttributes = Readonly<Record<string, string | undefined>>

/** What a profile keeps of a create that was sent. */
export const sentAttributes = (
  sent: { readonly [name: string]: Sent } = {},
  attempt: Partial<Attempt> = {},
): KnownAttributes =>
  Object.fromEntries(Object.entries(sent).map(([name, what]) => [name, READ[what](attempt)]))

type AttributePlaces = { readonly [name: string]: Places }

/** As long as a reference can keep it. */
export const MOST_CHARACTERS = 255

/** As many as a reference can keep. */
export const MOST_ATTRIBUTES = 16

const attributeAt = (answer: unknown, place: Places): string | Unreadable | undefined => {
  const id = idAt(answer, place)
  return typeof id === "string" && id.length > MOST_CHARACTERS ? UNREADABLE : id
}

/** What a profile keeps of an answer. */
export const answeredAttributes = (answer: unknown, places: AttributePlaces = {}): KnownAttributes =>
  Object.fromEntries(
    Object.entries(places).map(([name, place]) => [name, readable(attributeAt(answer, place))]),
  )

/** Which of that stands in the answer and cannot be read. */
export const unreadableAttributes = (answer: unknown, places: AttributePlaces = {}): ReadonlyArray<string> =>
  Object.entries(places)
    .filter(([, place]) => attributeAt(answer, place) === UNREADABLE)
    .map(([name]) => `its ${name} cannot be read`)
