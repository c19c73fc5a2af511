import { ApiExcludeController } from "@nestjs/swagger"
import type { ConsoleLink, Visitor } from "@qriskit/console"
import { WORDS as CONSOLE_WORDS } from "@qriskit/console/html"
import type { QrisConsoleModuleOptions } from "@qriskit/console/nestjs"
import { statementFrom } from "@qriskit/statements"
import { exportTables, toCsv, toXlsx } from "@qriskit/statements/export"
import type { Access } from "../session/access.js"
import { addressAt, type Seat, type Seats } from "../session/seat.js"
import { sessionTokenIn } from "../session/session-cookie.js"
import type { Till } from "../till/till.js"
import { chosenLanguage } from "../words/language.js"
import { WORDS } from "../words/words.js"

/** What the console is opened over. */
export interface Behind {
  readonly till: Till
  readonly access: Access
  readonly seats: Seats
  readonly isPlay: boolean
}

/** A till's password is a seat's: what somebody does goes on record under where they sat. */
const visitorAt = ({ id, branch }: Seat, cookies: string | undefined): Visitor => {
  const language = chosenLanguage(cookies)
  return {
    who: branch?.title ?? (id === "owner" ? WORDS.en.login.owner : WORDS.en.shop),
    may: "act",
    ...(branch !== undefined && { account: branch.id }),
    ...(language !== undefined && { language }),
  }
}

/** Somebody who is signed out goes to the login, and comes back; a live line just ends. */
const toLogin = ({ pathname, search }: URL, method: string): Response =>
  pathname.endsWith("/live")
    ? new Response(null, { status: 401 })
    : new Response(null, {
        status: 303,
        headers: {
          location: `/login?next=${encodeURIComponent(method === "GET" ? pathname + search : "/")}`,
        },
      })

/** The operator's pages of this till, for whoever is signed in. */
export const consoleOver = ({ till, access, seats, isPlay }: Behind): QrisConsoleModuleOptions => ({
  path: "/console",
  decorators: [ApiExcludeController()],
  payments: till.console,
  endpoints: till.endpoints,
  providers: seats.providers,
  statements: { read: statementFrom, exportTables, toCsv, toXlsx },
  authorize: async (request) => {
    const url = new URL(request.url)
    const cookies = request.headers.get("cookie") ?? undefined
    const token = sessionTokenIn(cookies, url.protocol === "https:")
    const session = token === undefined ? undefined : await access.session(token)
    const seat = seats.find(session?.seat)
    return seat === undefined ? toLogin(url, request.method) : visitorAt(seat, cookies)
  },
  accountTitle: (account) => seats.titleOf(account),
  title: {
    id: `${WORDS.id.shop} · ${CONSOLE_WORDS.id.title}`,
    en: `${WORDS.en.shop} · ${CONSOLE_WORDS.en.title}`,
  },
  ...(isPlay && { notice: { id: WORDS.id.playMoney, en: WORDS.en.playMoney } }),
  links: ({ account }) => [
    // The owner opens no payments.
    ...(account === undefined && seats.branches.length > 0 ? [] : [CASHIER]),
    ...(isPlay ? [PHONE] : []),
    SIGN_OUT,
  ],
  paymentLink: ({ key, account }) => ({
    // A branch sees its own, whatever the address says; the owner's names the branch.
    href: addressAt(OWNER, { key, ...(account !== undefined && { account }) }),
    text: { id: WORDS.id.payment.title, en: WORDS.en.payment.title },
  }),
})

const CASHIER: ConsoleLink = { href: "/", text: { id: WORDS.id.nav.cashier, en: WORDS.en.nav.cashier } }
const PHONE: ConsoleLink = { href: "/phone", text: { id: WORDS.id.nav.phone, en: WORDS.en.nav.phone } }
const SIGN_OUT: ConsoleLink = {
  href: "/logout",
  text: { id: WORDS.id.nav.signOut, en: WORDS.en.nav.signOut },
  method: "post",
}

const OWNER: Seat = { id: "owner", branch: undefined, clients: undefined }
