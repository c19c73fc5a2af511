const SCRIPT = `
const byId = (id) => document.getElementById(id)
const rupiah = new Intl.NumberFormat("id-ID", { style: "currency", currency: "IDR", maximumFractionDigits: 0 })

async function control(name, input) {
  const response = await fetch("/_sandbox/" + name, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  })
  const content = await response.json()
  if (!response.ok) throw new Error(content.error.message)
  return content
}

function label(payment) {
  return [payment.provider, payment.orderId, rupiah.format(payment.amount)].join(" · ")
}

async function listPending() {
  const { payments } = await control("payments", {})
  const pending = payments.filter((payment) => payment.status === "pending").reverse()
  const chosen = byId("pending").value
  const options = pending.map((payment) => new Option(label(payment), payment.qrPayload))
  byId("pending").replaceChildren(new Option(pending.length + " pending", ""), ...options)
  byId("pending").value = chosen
}

let scanned = ""

async function scan(qrPayload) {
  scanned = qrPayload.trim()
  byId("outcome").textContent = ""
  byId("pay").disabled = true
  if (scanned === "") return
  const asked = scanned
  const reading = await control("read-qr", { qrPayload: asked })
  if (asked !== scanned) return
  const place = [reading.merchantName, reading.merchantCity].filter(Boolean).join(", ")
  byId("merchant").textContent = place || "This is not a QRIS payload."
  byId("amount").textContent = reading.amount === undefined ? "" : rupiah.format(reading.amount)
  byId("typed").hidden = !reading.isPayable || reading.amount !== undefined
  byId("pay").disabled = !reading.isPayable
  if (place && !reading.isPayable) byId("outcome").textContent = "This sandbox did not issue it."
}

async function pay() {
  byId("pay").disabled = true
  const typed = byId("typed").hidden ? {} : { amount: Number(byId("rupiah").value) }
  try {
    const paid = await control("pay", { id: scanned, ...typed })
    byId("outcome").textContent = "Paid: " + rupiah.format(paid.paidAmount) + ", " + paid.providerStatus
  } finally {
    byId("pay").disabled = false
  }
  await listPending()
}

const show = (work) => work.catch((error) => { byId("outcome").textContent = error.message })

byId("pending").addEventListener("change", (event) => {
  byId("payload").value = event.target.value
  show(scan(event.target.value))
})
byId("payload").addEventListener("input", (event) => show(scan(event.target.value)))
byId("pay").addEventListener("click", () => show(pay()))
show(listPending())
setInterval(() => show(listPending()), 2000)
`

/** The phone's page. `nonce` is the only thing that varies: everything shown comes through the control plane. */
export const phonePage = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Customer's phone · qriskit sandbox</title>
<style nonce="${nonce}">
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c }
  label { display: block; font-weight: 600; margin-top: 1rem }
  select, textarea, input, button { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; margin-top: .25rem }
  textarea { min-height: 6rem; font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
  section { border: 1px solid #bbb; border-radius: .75rem; padding: 1rem; margin-top: 1.5rem }
  .amount { font-size: 1.75rem; font-weight: 700; margin: 0 }
  button { background: #0b5c3b; color: #fff; border: 0; border-radius: .5rem; padding: .75rem; margin-top: 1rem }
  button:disabled { background: #767676 }
</style>
</head>
<body>
<h1>Customer's phone</h1>
<p>No money moves: this pays QR codes of the sandbox.</p>
<label for="pending">Pending QR codes</label>
<select id="pending"><option value="">(none)</option></select>
<label for="payload">Or paste a QR payload</label>
<textarea id="payload" spellcheck="false" autocomplete="off"></textarea>
<section aria-live="polite">
  <p id="merchant">Nothing scanned yet.</p>
  <p class="amount" id="amount"></p>
  <div id="typed" hidden>
    <label for="rupiah">Amount in rupiah</label>
    <input id="rupiah" inputmode="numeric" pattern="[0-9]+">
  </div>
  <button id="pay" type="button" disabled>Pay</button>
  <p id="outcome" role="status"></p>
</section>
<script nonce="${nonce}" type="module">
${SCRIPT}
</script>
</body>
</html>
`
