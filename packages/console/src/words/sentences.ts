import type { english } from "./english.js"

/** The same keys, each with a text or a function of the same arguments. */
export type Sentences<T> = {
  readonly [Key in keyof T]: T[Key] extends (...said: infer Said) => string
    ? (...said: Said) => string
    : T[Key] extends string
      ? string
      : Sentences<T[Key]>
}

/** Every word that a person reads. */
export type Words = Sentences<typeof english>
