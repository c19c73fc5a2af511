import { STYLE } from "./style.js"

const made = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: ReadonlyArray<Node | string>
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag)
  element.className = name
  element.setAttribute("part", name)
  element.append(...children)
  return element
}

const button = (name: string): HTMLButtonElement => {
  const element = made("button", name)
  element.type = "button"
  return element
}

/** What the element is made of. Each piece is a `part` by its name, for styling from outside. */
export const parts = () => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  const merchant = made("p", "merchant")
  const amount = made("p", "amount")
  const qr = made("div", "qr")
  const status = made("p", "status")
  status.setAttribute("role", "status")
  const what = made("p", "what")
  const timeName = document.createElement("small")
  const left = document.createElement("span")
  left.setAttribute("role", "timer")
  const time = made("p", "time", timeName, " ", left)
  const save = button("save")
  const sound = button("sound")
  const actions = made("div", "actions", save, sound)
  const line = made("p", "line")
  const card = made("section", "card", merchant, amount, qr, status, what, time, actions, line)
  return { sheet, card, merchant, amount, qr, status, what, time, timeName, left, actions, save, sound, line }
}
