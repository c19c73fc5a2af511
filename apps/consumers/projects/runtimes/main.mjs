// The shop on Node, Bun or Deno. What it was told comes as an argument; what it saw is the last line that it writes.
import process from "node:process"
import { keepBooks } from "./books.mjs"
import { runShop } from "./shop.mjs"

const order = JSON.parse(process.argv[2] ?? "{}")
const seen = { ...(await runShop(order)), books: await keepBooks(order) }
console.log(`seen: ${JSON.stringify(seen)}`)
