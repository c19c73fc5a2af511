import { PAGE } from "./option.js"

/** A page of a list by id, with the id behind which the next one begins, where this one is full. */
export const pageOf =
  <A>(limit: number | undefined, idOf: (item: A) => number) =>
  (items: ReadonlyArray<A>): { readonly items: ReadonlyArray<A>; readonly next?: number } => {
    const last = items.at(-1)
    return items.length === (limit ?? PAGE) && last !== undefined ? { items, next: idOf(last) } : { items }
  }
