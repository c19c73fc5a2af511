import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Paper } from "../text/paper.js"
import { type Column, table } from "../text/table.js"
import { type limit, type Option, PAGE } from "./option.js"
import { defineVerb, type Input, type PaymentsVerb, type VerbError, type Verdict } from "./verb.js"

/** The options of a list: which items, and how many. `after` or `before` go on behind an item. */
type ListOptions = Readonly<Record<string, Option>> & { readonly limit: typeof limit }

/** What the author of a list writes. */
interface ListDefinition<O extends ListOptions, A> {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly example: string
  readonly options: O
  /** An item, as JSON. */
  readonly item: Schema.Constraint
  /** What comes behind an item's id goes on. Default: a number. */
  readonly next?: typeof Schema.Int | typeof Schema.String
  readonly list: (
    payments: Payments["Service"],
    query: Input<O>["Type"] & { readonly limit: number },
  ) => Effect.Effect<ReadonlyArray<A>, VerbError>
  readonly idOf: (item: A) => number | string
  /** What is said where there is none. */
  readonly none: string
  readonly columns: ReadonlyArray<Column<A>>
  /** What is said below the table. */
  readonly below?: (items: ReadonlyArray<A>, paper: Paper) => ReadonlyArray<string>
  readonly verdict?: (items: ReadonlyArray<A>) => Verdict
}

/** A verb that lists, in pages: the id of a full page's last item is `next`, behind which the next page begins. */
export const defineListVerb = <const O extends ListOptions, A>({
  item,
  next = Schema.Int,
  list,
  idOf,
  none,
  columns,
  below = () => [],
  verdict = () => "fine",
  ...described
}: ListDefinition<O, A>): PaymentsVerb =>
  defineVerb({
    ...described,
    access: "look",
    isList: true,
    output: Schema.Struct({ items: Schema.Array(item), next: Schema.optionalKey(next) }),
    run: (input) =>
      Effect.gen(function* () {
        const query = { limit: PAGE, ...input }
        const items = yield* list(yield* Payments, query)
        const last = items.at(-1)
        return items.length === query.limit && last !== undefined ? { items, next: idOf(last) } : { items }
      }),
    verdict: ({ items }) => verdict(items),
    text: ({ items }, paper) =>
      items.length === 0 ? [none] : [...table(items, columns, paper), ...below(items, paper)],
  })
