import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { readerOf } from "../src/provider-kit/notifications.js"
import { invalidNotification, jsonReply, notificationsOf } from "../src/provider-kit.js"

const refusing = {
  peek: () => Result.fail(invalidNotification("contoh", "malformed", "it is not JSON")),
  read: () => Result.fail(invalidNotification("contoh", "unauthentic", "its signature is wrong")),
  reply: () => jsonReply(401, {}),
}

const raw = { headers: {}, body: "" }

describe("callbacks of one account among many", () => {
  it.effect("fail with its name, with and without an Effect", () =>
    Effect.gen(function* () {
      const notifications = notificationsOf({ name: "Contoh", account: "toko-17" }, refusing)
      const failed = { account: "toko-17", operation: "notification" }
      expect(yield* Effect.flip(notifications.peek(raw))).toMatchObject(failed)
      expect(yield* Effect.flip(notifications.read(raw))).toMatchObject(failed)
      const read = readerOf(notifications)?.read(raw)
      expect(read && Result.isFailure(read) && read.failure.account).toBe("toko-17")
      expect(notifications.reply("rejected")).toEqual(jsonReply(401, {}))
    }),
  )

  it.effect("name none where there is only one", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(notificationsOf("Contoh", refusing).read(raw))
      expect(error).not.toHaveProperty("account")
    }),
  )
})
