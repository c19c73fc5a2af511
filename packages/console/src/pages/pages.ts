import type { Place } from "../html/place.js"
import type { Route } from "../routing.js"
import { routes as accounts } from "./accounts/routes.js"
import { routes as acts } from "./acts/routes.js"
import { routes as books } from "./books/routes.js"
import { routes as callbacks } from "./callbacks/routes.js"
import { routes as days } from "./days/routes.js"
import { routes as deadLetters } from "./dead-letters/routes.js"
import { routes as endpoints } from "./endpoints/routes.js"
import { routes as expected } from "./expected/routes.js"
import { routes as findings } from "./findings/routes.js"
import { routes as health } from "./health/routes.js"
import { routes as language } from "./language/routes.js"
import { routes as payment } from "./payment/routes.js"
import { routes as statements } from "./statements/routes.js"
import { routes as unmatched } from "./unmatched/routes.js"

/** Every page, and everything that is done. A page is a folder beside this file: it adds its routes here. */
export const ROUTES: ReadonlyArray<Route> = [
  ...books,
  ...payment,
  ...findings,
  ...deadLetters,
  ...callbacks,
  ...unmatched,
  ...expected,
  ...endpoints,
  ...statements,
  ...days,
  ...accounts,
  ...health,
  ...acts,
  ...language,
]

/** The menu, in its order. */
export const PLACES: ReadonlyArray<Place> = [
  { page: "books", says: ({ nav }) => nav.books, below: ["payment", "find"] },
  { page: "findings", says: ({ nav }) => nav.findings },
  { page: "dead-letters", says: ({ nav }) => nav.deadLetters },
  { page: "callbacks", says: ({ nav }) => nav.callbacks },
  { page: "unmatched", says: ({ nav }) => nav.unmatched },
  { page: "expected", says: ({ nav }) => nav.expected },
  {
    page: "statements",
    says: ({ nav }) => nav.statements,
    below: ["statement"],
    needs: "statements",
  },
  { page: "days", says: ({ nav }) => nav.days, needs: "statements" },
  {
    page: "endpoints",
    says: ({ nav }) => nav.endpoints,
    below: ["endpoint", "attempts"],
    needs: "endpoints",
  },
  { page: "accounts", says: ({ nav }) => nav.accounts, isOfAll: true },
  { page: "health", says: ({ nav }) => nav.health, isOfAll: true },
  { page: "acts", says: ({ nav }) => nav.acts },
]
