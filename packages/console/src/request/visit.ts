import type { Visitor } from "../authorize.js"
import type { ConsoleOptions, Said } from "../options.js"
import type { ConsolePayments } from "../payments.js"
import type { Settings } from "../settings.js"
import type { Language } from "../words/language.js"
import type { Words } from "../words/words.js"

/** What all visits to a console share. */
export interface House {
  readonly options: ConsoleOptions
  readonly settings: Settings
  readonly payments: ConsolePayments
}

/** Who looks at which page, in which language. */
export interface Visit {
  readonly house: House
  readonly visitor: Visitor
  readonly language: Language
  readonly words: Words
  /** The page's name: its last piece of path. */
  readonly page: string
  /** What its address asks for. */
  readonly query: URLSearchParams
  /** What a form must send along: it is this visitor's. */
  readonly token: string
  /** Ends with whoever asked. */
  readonly signal: AbortSignal
}

/** A text in the visitor's language. */
export const said = ({ language }: Pick<Visit, "language">, text: Said): string =>
  typeof text === "string" ? text : text[language]

/** Whose payments are meant: the visitor's own account whatever the address says, else the one that is named. */
export const accountMeant = (
  { visitor }: Pick<Visit, "visitor">,
  named?: string,
): { readonly account?: string } => {
  const account = visitor.account ?? named
  return account === undefined ? {} : { account }
}

/** What people call an account. */
export const accountTitle = ({ house }: Pick<Visit, "house">, account: string): string =>
  house.options.accountTitle?.(account) ?? account

/** What people call a provider. */
export const providerTitle = ({ house }: Pick<Visit, "house">, provider: string): string =>
  house.options.providers?.find(({ id }) => id === provider)?.capabilities.title ?? provider

/** Whether pages name accounts: to those who see several. */
export const seesAccounts = ({ visitor }: Pick<Visit, "visitor">): boolean => visitor.account === undefined

/** Whether somebody may change something. */
export const mayAct = ({ visitor }: Pick<Visit, "visitor">): boolean => visitor.may === "act"
