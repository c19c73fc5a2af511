import type { Answer } from "../../src/provider-kit/answer.js"

/** An answer as a provider's tables see it. */
export const answerOf = (fields: Partial<Answer> & Pick<Answer, "status">): Answer => ({
  url: "https://api.example.co.id/status",
  headers: {},
  body: undefined,
  clean: (text) => text,
  receivedAt: 0,
  ...fields,
})
