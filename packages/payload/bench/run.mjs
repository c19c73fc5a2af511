// Parsers side by side, in turns, so that a busy machine slows all of them alike. Reports medians and ratios.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { cpus } from "node:os"
import * as promptparse from "promptparse"
import { parse, validate } from "../dist/index.js"

// CommonJS, without named exports.
const require = createRequire(import.meta.url)
const emvqr = require("emvqr")
const { Merchant } = require("steplix-emv-qrcps")
const payloads = JSON.parse(readFileSync(new URL("payloads.json", import.meta.url), "utf8"))

const payloadOf = (text) => {
  const result = parse(text)
  if (!result.ok) throw new Error(text)
  return result.payload
}

const CONTENDERS = {
  "@qriskit/payload parse (CRC checked)": parse,
  "@qriskit/payload parse + validate": (text) => validate(payloadOf(text)),
  "promptparse parse": (text) => promptparse.parse(text),
  "promptparse parse (CRC checked)": (text) => promptparse.parse(text, true),
  "steplix-emv-qrcps toEMVQR": (text) => Merchant.Parser.toEMVQR(text),
  "emvqr decode": (text) => emvqr.decode(text),
}

const ROUNDS = 103
const SLICE_MS = 12

// Texts made anew, as they come from a network, not literals that an engine may have prepared.
const texts = Array.from({ length: 64 }, (_, index) =>
  Buffer.from(payloads[index % payloads.length]).toString("utf8"),
)

let kept = 0
/** Calls a second over one slice of time. */
const measure = (read) => {
  const start = performance.now()
  let calls = 0
  let elapsed = 0
  while (elapsed < SLICE_MS) {
    for (const text of texts) if (read(text)) kept++
    calls += texts.length
    elapsed = performance.now() - start
  }
  return (calls / elapsed) * 1000
}

for (const text of texts) {
  if (validate(payloadOf(text)).length > 0) throw new Error(`Only codes without issues are measured: ${text}`)
}

const rates = Object.fromEntries(Object.keys(CONTENDERS).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, read] of Object.entries(CONTENDERS)) rates[name].push(measure(read))
}

// The first rounds warm up.
const median = (values) => values.slice(3).sort((one, other) => one - other)[(ROUNDS - 3) >> 1]
const ratio = (name) => {
  const rounds = rates[name].map((rate, round) => rate / rates["promptparse parse"][round])
  return median(rounds)
}

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim()}, one core, ${kept} calls`)
for (const name of Object.keys(CONTENDERS)) {
  const thousands = (median(rates[name]) / 1000).toFixed(1).padStart(8)
  console.log(`${name.padEnd(40)} ${thousands} thousand/s   ${ratio(name).toFixed(2)} x promptparse`)
}
