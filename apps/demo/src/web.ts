import "reflect-metadata"
import { start } from "./web/start.js"

const line = (text = ""): void => {
  process.stdout.write(`${text}\n`)
}

try {
  const till = await start(process.env)
  line()
  line(`  Cashier   ${till.url}/`)
  line(`  Books     ${till.url}/books`)
  if (till.isPlay) line(`  Phone     ${till.url}/phone`)
  line(`  Health    ${till.url}/health`)
  line(`  API       ${till.url}/api`)
  line()
  line(`  Books are kept in ${till.database.replace(/:\/\/[^@/]*@/, "://…@")}`)
  if (till.isPlay) line("  The acquirers are the sandbox: nobody pays anything.")
  if (till.newPassword !== undefined) {
    line()
    line(`  Password  ${till.newPassword}`)
    line("  It is printed this once. Set BOOKS_PASSWORD to choose another.")
  }
  line()
  line("  Ready. Ctrl-C stops it.")
} catch (error) {
  process.stderr.write(`The till does not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
