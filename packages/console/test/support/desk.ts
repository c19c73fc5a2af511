import { type Console, createConsole } from "../../src/index.js"
import type { ConsoleOptions } from "../../src/options.js"
import { formToken } from "../../src/request/form-token.js"
import { staffIn, type TestHouse } from "./house.js"

interface Asking {
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The console below `/qris`, asked over HTTP's own `Request` and `Response`. */
export interface Desk {
  readonly console: Console
  get(page: string, asking?: Asking): Promise<Response>
  /** The same, as text. */
  read(page: string, asking?: Asking): Promise<string>
  /** Sends a form of ours. `token`: another than the visitor's own. */
  post(
    page: string,
    fields: Readonly<Record<string, string>>,
    asking?: Asking & { readonly token?: string },
  ): Promise<Response>
  /** The token of a form that is shown to whoever has this cookie. */
  tokenOf(cookie: string): string
}

/** @param manager the cookie of whoever asks where nobody else is named */
export const deskOf = (house: TestHouse, manager: string, more: Partial<ConsoleOptions> = {}): Desk => {
  const console = createConsole({ ...house.options, ...more, path: "/qris" })
  const tokenOf = (cookie: string): string => {
    const visitor = staffIn(cookie)
    return visitor === undefined ? "" : formToken(house.options.secret ?? "", visitor, Date.now())
  }
  const get: Desk["get"] = (page, { cookie = manager, headers = {} } = {}) =>
    console(
      new Request(`http://any.example/qris/${page}`, {
        headers: { cookie, "accept-language": "en", ...headers },
      }),
    )
  return {
    console,
    tokenOf,
    get,
    read: async (page, asking) => (await get(page, asking)).text(),
    post: (page, fields, { cookie = manager, token = tokenOf(cookie), headers = {} } = {}) =>
      console(
        new Request(`http://any.example/qris/${page}`, {
          method: "POST",
          headers: { cookie, "accept-language": "en", "sec-fetch-site": "same-origin", ...headers },
          body: new URLSearchParams({ token, ...fields }),
        }),
      ),
  }
}
