import { html } from "../html/html.js"
import type { Page } from "../html/page.js"
import type { Visit } from "../http/visit.js"

/** Asks for the password. */
export const loginPage = (
  { words }: Visit,
  { next, isWrong }: { readonly next: string; readonly isWrong: boolean },
): Page => ({
  title: words.login.title,
  isOutside: true,
  main: html`<section class="card narrow">
  <h1>${words.login.title}</h1>
  ${isWrong && html`<p class="wrong" role="alert">${words.login.wrong}</p>`}
  <form method="post" action="/login">
    <input type="hidden" name="next" value="${next}">
    <label for="password">${words.login.password}</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required autofocus aria-describedby="hint">
    <p class="hint" id="hint">${words.login.hint}</p>
    <button class="main">${words.login.enter}</button>
  </form>
</section>`,
})
