import { AssertionError } from "node:assert/strict"

/** A promise's value; rejects when it takes longer than `millis` milliseconds. `what` must happen, in words. */
export const within = async <A>(promise: Promise<A>, millis: number, what: string): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AssertionError({ message: `${what} within ${millis} ms` })), millis)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
