/** No answer came in time: what was under way may or may not be done. */
export class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer came within ${milliseconds} ms`)
  }
}

/**
 * Waits for `work` for at most `milliseconds`; then calls `giveUp`, which makes sure that nobody hears a late answer,
 * and rejects with `NoAnswer`. Every wait for a database ends here, whatever becomes of the packets.
 */
export const answered = <A>(work: Promise<A>, milliseconds: number, giveUp: () => void): Promise<A> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new NoAnswer(milliseconds))
      giveUp()
    }, milliseconds)
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
