/**
 * A function of an object that never changes, such as a part of a profile: found once, and kept as long as the object.
 */
export const remembered = <Of extends object, A>(find: (of: Of) => A): ((of: Of) => A) => {
  const found = new WeakMap<Of, { readonly value: A }>()
  return (of) => {
    const known = found.get(of)
    if (known !== undefined) return known.value
    const value = find(of)
    found.set(of, { value })
    return value
  }
}
