import type { ImportProgress } from "@qriskit/payments"
import type { Page } from "./html/page.js"
import type { HandedOver } from "./options.js"
import type { Visit } from "./request/visit.js"

/** A file that came with a form, and whom to tell how far its import is. */
export interface Uploaded {
  readonly file: Uint8Array | undefined
  readonly tell: (progress: ImportProgress) => void
}

/** A page's address, and what is done there. */
export interface Route {
  readonly method: "GET" | "POST"
  /** The last piece of the path: all pages lie in one folder. */
  readonly page: string
  /** Only there where the host hands this over. */
  readonly needs?: HandedOver
  /** Its form holds a file. Only those who may change something are heard. */
  readonly takesFile?: true
  /**
   * @param form what was posted; empty for GET
   * @param uploaded what came beside it, where the route takes a file
   */
  answer(visit: Visit, form: URLSearchParams, uploaded: Uploaded): Promise<Page | Response>
}
