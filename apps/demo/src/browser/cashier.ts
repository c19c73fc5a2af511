import { element } from "./element.js"

// The total follows what is typed, and each product has buttons. The server counts again: this is for the eye.

const quantities = [...document.querySelectorAll<HTMLInputElement>("input[data-price]")]
const other = element("#amount", HTMLInputElement)
const total = element("#total", HTMLOutputElement)

const rupiah = (amount: number): string => `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}`

/** As the server reads it; what it would refuse counts nothing here. */
const typed = (text: string): number =>
  /^(\d{1,13}|\d{1,3}(\.\d{3}){1,4})$/.test(text) ? Number(text.replaceAll(".", "")) : 0

const showTotal = (): void => {
  const products = quantities.reduce(
    (sum, input) => sum + input.valueAsNumber * Number(input.dataset["price"]) || sum,
    0,
  )
  if (total !== undefined) total.textContent = rupiah(products + typed(other?.value.trim() ?? ""))
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-step]")) {
  const input = quantities.find(({ id }) => id === button.dataset["for"])
  if (input === undefined) continue
  button.hidden = false
  button.addEventListener("click", () => {
    if (button.dataset["step"] === "1") input.stepUp()
    else input.stepDown()
    showTotal()
  })
}

element("#order", HTMLFormElement)?.addEventListener("input", showTotal)
showTotal()
