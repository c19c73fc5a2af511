/** How it is made, and what was made of it. */
const MAKE: unique symbol = Symbol("make")
const MADE: unique symbol = Symbol("made")

interface Lazy {
  readonly [MAKE]: () => unknown
  readonly [MADE]: unknown
}

/** The same for all objects, so that thousands of them have one shape and each holds two fields. */
const SHARED: PropertyDescriptor & ThisType<Lazy> = {
  configurable: true,
  enumerable: true,
  get() {
    if (this[MADE] !== undefined) return this[MADE]
    const made = this[MAKE]()
    // An object that may not be changed has it made anew.
    Reflect.set(this, MADE, made)
    return made
  },
  set(another: unknown) {
    Reflect.set(this, MADE, another)
  },
}

/**
 * Gives an object a property that is made when it is first asked for: of thousands of accounts, most wait for a
 * callback, and what they would read it with lies between what every call reads.
 *
 * @example
 * ```ts
 * import { lazily } from "@qriskit/core/provider-kit"
 *
 * const provider = lazily({ id: "contoh" }, "title", () => "Contoh")
 * console.log(provider.title)
 * ```
 */
export const lazily = <Of extends object, Name extends string, Made extends object | string>(
  object: Of,
  name: Name,
  make: () => Made,
): Of & { readonly [_ in Name]: Made } => {
  Object.defineProperty(object, MAKE, { value: make })
  Object.defineProperty(object, MADE, { value: undefined, writable: true })
  return Object.defineProperty(object, name, SHARED) as Of & { readonly [_ in Name]: Made }
}
