import type { english } from "./english.js"

type Sentences<T> = {
  readonly [Key in keyof T]: T[Key] extends (...said: infer Said) => string
    ? (...said: Said) => string
    : T[Key] extends string
      ? string
      : Sentences<T[Key]>
}

/** Every word that a person reads. */
export type Words = Sentences<typeof english>
