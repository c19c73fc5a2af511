// The shop as a worker: asked once, it does everything and tells what it saw.
import { runShop } from "./shop.mjs"

export default {
  async fetch(request) {
    try {
      return Response.json(await runShop(await request.json()))
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 })
    }
  },
}
