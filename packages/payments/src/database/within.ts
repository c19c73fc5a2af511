import { HandlerTimeout } from "../failure.js"

/**
 * Waits for `work` for at most `milliseconds`, then rejects with `HandlerTimeout`. What `work` still does is its own.
 */
export const within = async <A>(milliseconds: number, work: Promise<A>): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HandlerTimeout({ milliseconds })), milliseconds)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
