import "reflect-metadata"
import { start } from "./web/start.js"

const line = (text = ""): void => {
  process.stdout.write(`${text}\n`)
}

try {
  const till = await start(process.env)
  line()
  line(`  Cashier   ${till.url}/`)
  line(`  Console   ${till.url}/console/books`)
  if (till.isPlay) line(`  Phone     ${till.url}/phone`)
  line(`  Health    ${till.url}/health`)
  line(`  API       ${till.url}/api`)
  line()
  line(`  Books are kept in ${till.database.replace(/:\/\/[^@/]*@/, "://…@")}`)
  if (till.isPlay) line("  The acquirers are the sandbox: nobody pays anything.")
  if (till.newPasswords.length > 0) {
    line()
    for (const { seat, password } of till.newPasswords) {
      line(
        `  Password  ${password}  ${seat.branch?.title ?? (seat.id === "owner" ? "Owner (all branches)" : "")}`.trimEnd(),
      )
    }
    line("  Printed this once. README.md says how to choose others.")
  }
  line()
  line("  Ready. Ctrl-C stops it.")
} catch (error) {
  process.stderr.write(`The till does not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
