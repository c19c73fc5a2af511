import { html } from "@qriskit/console/html"
import type { Page } from "../html/page.js"
import type { Visit } from "../http/visit.js"
import type { Seat } from "./seat.js"

/** What the page asks, and what came of it. */
export interface LoginView {
  readonly next: string
  readonly isWrong: boolean
  /** Where one may sit; nothing to choose from in the one shop. */
  readonly seats: ReadonlyArray<Seat>
  readonly chosen: string | undefined
}

/** Asks where somebody sits, and for its password. */
export const loginPage = ({ words }: Visit, { next, isWrong, seats, chosen }: LoginView): Page => ({
  title: words.login.title,
  isOutside: true,
  main: html`<section class="card narrow">
  <h1>${words.login.title}</h1>
  ${isWrong && html`<p class="wrong" role="alert">${words.login.wrong}</p>`}
  <form method="post" action="/login">
    <input type="hidden" name="next" value="${next}">
    ${
      seats.length > 1 &&
      html`<label for="seat">${words.login.seat}</label>
    <select id="seat" name="seat">${seats.map(
      ({ id, branch }) =>
        html`<option value="${id}"${id === chosen && html` selected`}>${branch?.title ?? words.login.owner}</option>`,
    )}</select>`
    }
    <label for="password">${words.login.password}</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required autofocus aria-describedby="hint">
    <p class="hint" id="hint">${words.login.hint}</p>
    <button class="main">${words.login.enter}</button>
  </form>
</section>`,
})
