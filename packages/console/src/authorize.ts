import { AccountId } from "@qriskit/core"
import * as Schema from "effect/Schema"
import { LANGUAGES } from "./words/language.js"

/** Whoever looks at the console, as the host application knows them. */
export const Visitor = Schema.Struct({
  /** What goes on record with everything they do: a name, or an id that your people know. 1 to 100 characters. */
  who: Schema.String.check(
    Schema.isPattern(/^[^\p{Cc}\p{Cs}]{1,100}$/u, { message: "must be 1 to 100 printable characters" }),
  ),
  /** `look`: sees everything and changes nothing. `act`: also refunds, cancels, acknowledges and so on. */
  may: Schema.Literals(["look", "act"]),
  /** Sees and does what is of this account, and nothing else. Absent: of all. */
  account: Schema.optionalKey(AccountId),
  /** The language that they chose at yours: the console then offers no choice of its own. */
  language: Schema.optionalKey(Schema.Literals(LANGUAGES)),
})
export type Visitor = typeof Visitor.Type

/**
 * Says who a request is from and what they may do. It is the host's: sessions, single sign-on, basic authentication.
 * A `Response` is sent as it is (a redirect to your login, a 401); `undefined` is answered 403.
 *
 * It is asked for every page, and again while a page is live: a session that has ended ends the line.
 */
export type Authorize = (request: Request) => Answer | Promise<Answer>
type Answer = Visitor | Response | undefined

const decode = Schema.decodeUnknownSync(Visitor)

/** `authorize` took too long. */
export class AuthorizeHangs extends Error {
  override readonly name = "AuthorizeHangs"

  constructor(milliseconds: number) {
    super(`authorize did not answer within ${milliseconds} ms`)
  }
}

/** The same, which always answers in time, and with what can be relied on. Rejects where the host's code fails. */
export const inTime =
  (authorize: Authorize, milliseconds: number): ((request: Request) => Promise<Answer>) =>
  async (request) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new AuthorizeHangs(milliseconds)), milliseconds)
    })
    try {
      const answer = await Promise.race([Promise.resolve(request).then(authorize), late])
      return answer === undefined || answer instanceof Response ? answer : decode(answer)
    } finally {
      clearTimeout(timer)
    }
  }
