export type { Authorize, Visitor } from "./authorize.js"
export { type Console, createConsole } from "./console.js"
export type { ConsoleLink, ConsoleOptions, Said } from "./options.js"
export type { ConsoleEndpoints, ConsolePayments, ConsoleProvider } from "./payments.js"
export type {
  AccountantsDays,
  AccountantsTable,
  ConsoleStatement,
  ConsoleStatements,
} from "./statements.js"
export type { Language } from "./words/language.js"
