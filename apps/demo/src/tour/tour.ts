import { makeNarrator } from "./narrator.js"
import { takeTour } from "./take-tour.js"

// Whoever stops reading (`demo | head`) has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1))

const narrator = makeNarrator((line) => process.stdout.write(`${line}\n`))
process.exitCode = (await takeTour(narrator)) ? 0 : 1
