import { createServer } from "node:http"
import { ANSWERS, ANY_ANSWER } from "./canned.js"

// A process of its own, so that the server's work is not counted as the client's.

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const answer = ANSWERS[request.url ?? ""] ?? ANY_ANSWER
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(answer),
    })
    response.end(answer)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object" && address !== null) process.send?.(address.port)
})
process.on("disconnect", () => process.exit(0))
