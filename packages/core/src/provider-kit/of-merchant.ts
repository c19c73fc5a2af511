/** A verb of every merchant alike, which goes first: `verbFor` makes them. */
type VerbOfAll = (merchant: object, ...args: ReadonlyArray<unknown>) => unknown

/** The same of merchants of one kind, whatever else it takes. */
type VerbOfKind<Merchant> = (merchant: Merchant, ...args: never) => unknown

/** Verbs without the merchant, whose they are. */
type VerbsOf<Verbs extends Readonly<Record<string, VerbOfKind<never>>>> = {
  readonly [Name in keyof Verbs]: Verbs[Name] extends (merchant: never, ...args: infer Args) => infer Made
    ? (...args: Args) => Made
    : never
}

/** What is to be bound to a merchant: a function that is bound to one reads nothing but itself and that. */
type Method<Args extends ReadonlyArray<unknown>, Made> = (this: object, ...args: Args) => Made

/** What is made of a verb, once for all merchants. */
export const onceForVerb = <Args extends ReadonlyArray<unknown>, Made>(
  make: (verb: VerbOfAll) => Method<Args, Made>,
): ((verb: VerbOfAll) => Method<Args, Made>) => {
  const known = new WeakMap<VerbOfAll, Method<Args, Made>>()
  return (verb) => {
    const method = known.get(verb) ?? make(verb)
    known.set(verb, method)
    return method
  }
}

const methodOf = onceForVerb(
  (verb) =>
    function (...args: ReadonlyArray<unknown>) {
      return verb(this, ...args)
    },
)

/** Whose a function is. It shows nothing of the merchant, who has secrets. */
class Owner {
  readonly #merchant: object

  constructor(merchant: object) {
    this.#merchant = merchant
  }

  static merchantOf(owner: Owner): object {
    return owner.#merchant
  }
}

/** Of which verb a function was made, for whom, and which function: what stands in for it may do something else. */
const VERB: unique symbol = Symbol("verb")
const OWNER: unique symbol = Symbol("owner")
const ITSELF: unique symbol = Symbol("itself")

interface MadeOfVerb {
  readonly [VERB]: VerbOfAll
  readonly [OWNER]: Owner
}

const isMadeOfVerb = (verb: object): verb is MadeOfVerb => ITSELF in verb && verb[ITSELF] === verb

/** Of which verb, and for which merchant, `verbsOf` made this function; `undefined` where it did not. */
export const madeOf = (verb: object): { readonly verb: VerbOfAll; readonly merchant: object } | undefined =>
  isMadeOfVerb(verb) ? { verb: verb[VERB], merchant: Owner.merchantOf(verb[OWNER]) } : undefined

/**
 * The verbs of one merchant, made of those of all (`verbFor`). A function each, which may be taken from its provider
 * and passed on; as one of thousands of accounts a call of it reads the function and the merchant, and nothing else.
 *
 * @example
 * ```ts
 * import type { PaymentRef } from "@qriskit/core"
 * import { untraced, verbFor, verbsOf } from "@qriskit/core/provider-kit"
 *
 * interface Merchant {
 *   readonly account: string | undefined
 * }
 *
 * const inquire = verbFor(
 *   { span: "Contoh.inquire", provider: "contoh", operation: "inquire" },
 *   untraced(function* (merchant: Merchant, ref: PaymentRef) {
 *     return { status: "pending", providerStatus: `${merchant.account} asked about ${ref.paymentId}` }
 *   }),
 * )
 *
 * const verbs = (merchant: Merchant) => verbsOf(merchant, { inquire })
 * ```
 */
export const verbsOf = <Merchant extends object, Verbs extends Readonly<Record<string, VerbOfKind<never>>>>(
  merchant: Merchant,
  verbs: Verbs & { readonly [Name in keyof Verbs]: VerbOfKind<Merchant> },
): VerbsOf<Verbs> => {
  const made: Record<string, object> = {}
  const owner = new Owner(merchant)
  for (const name in verbs) {
    // It is called with this merchant alone.
    const verb = verbs[name] as VerbOfKind<never> as VerbOfAll
    const bound = methodOf(verb).bind(merchant)
    made[name] = Object.defineProperties(bound, {
      [VERB]: { value: verb },
      [OWNER]: { value: owner },
      [ITSELF]: { value: bound },
    })
  }
  return made as VerbsOf<Verbs>
}
