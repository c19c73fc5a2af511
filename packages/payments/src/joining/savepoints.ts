/** What a statement does to the transaction that it runs in. */
type Control = "begin" | "commit" | "rollback"

const CONTROLS: ReadonlyArray<readonly [RegExp, Control]> = [
  [/^\s*(begin|start\s+transaction)\b/i, "begin"],
  [/^\s*(commit|end)(\s+(work|transaction))?\s*;?\s*$/i, "commit"],
  [/^\s*(rollback|abort)(\s+(work|transaction))?\s*;?\s*$/i, "rollback"],
]

const OTHER_ISOLATION = /\b(serializable|repeatable\s+read)\b/i

const SET_ISOLATION = /^\s*set\s+(session\s+characteristics\s+as\s+)?transaction\b/i

const OF_PAYMENTS =
  "the transaction of a handler is committed by payments, together with the event: a library may not end it. What it began itself it may end"

/** A transaction that a library begins within the handler's is a savepoint of it, and what ends it ends that alone. */
export class Savepoints {
  readonly #open: Array<string> = []
  #made = 0

  /** The statements to send in place of `text`. Throws where what is asked cannot be had within a transaction. */
  instead(text: string): ReadonlyArray<string> {
    if ((SET_ISOLATION.test(text) || /^\s*(begin|start)\b/i.test(text)) && OTHER_ISOLATION.test(text))
      throw new Error(
        "the transaction of a handler is read committed, and another isolation cannot be set within it",
      )
    const [, control] = CONTROLS.find(([form]) => form.test(text)) ?? []
    return control === undefined ? [text] : this.#controlled(control)
  }

  #controlled(control: Control): ReadonlyArray<string> {
    if (control === "begin") {
      this.#made += 1
      const name = `qriskit_${this.#made}`
      this.#open.push(name)
      return [`savepoint ${name}`]
    }
    const name = this.#open.pop()
    if (name === undefined) throw new Error(OF_PAYMENTS)
    return control === "commit"
      ? [`release savepoint ${name}`]
      : [`rollback to savepoint ${name}`, `release savepoint ${name}`]
  }
}
