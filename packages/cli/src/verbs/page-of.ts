import { PAGE } from "./option.js"

/** A page of a list by id, with the id behind which the next one begins, where this one is full. */
export const pageOf =
  <A, Id extends number | string>(limit: number | undefined, idOf: (item: A) => Id) =>
  (items: ReadonlyArray<A>): { readonly items: ReadonlyArray<A>; readonly next?: Id } => {
    const last = items.at(-1)
    return items.length === (limit ?? PAGE) && last !== undefined ? { items, next: idOf(last) } : { items }
  }
