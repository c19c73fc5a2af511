import type { Page } from "./html/page.js"
import type { Visit } from "./request/visit.js"

/** A page's address, and what is done there. */
export interface Route {
  readonly method: "GET" | "POST"
  /** The last piece of the path: all pages lie in one folder. */
  readonly page: string
  /** @param form what was posted; empty for GET */
  answer(visit: Visit, form: URLSearchParams): Promise<Page | Response>
}
