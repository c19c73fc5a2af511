/** Fields of which the optional ones may be `undefined`. */
type Possible<Fields> = {
  readonly [K in keyof Fields]: Record<never, never> extends Pick<Fields, K>
    ? Fields[K] | undefined
    : Fields[K]
}

/**
 * An instance of a class of core whose fields were all read and checked already, each by itself. The class's
 * constructor would check every one of them again, which takes as long as reading the answer did.
 *
 * For fields that come from a decoded request, reference or answer, and from the readers of this kit. Never for what
 * somebody else handed over. Optional fields that are `undefined` are left out.
 *
 * @example
 * ```ts
 * import { Payment, type PaymentRef, type Rupiah } from "@qriskit/core"
 * import { trusted } from "@qriskit/core/provider-kit"
 *
 * const pending = (ref: PaymentRef, amount: Rupiah, raw: unknown) =>
 *   trusted(Payment, { ref, status: "pending", providerStatus: "OPEN", amount, raw })
 * ```
 */
export const trusted = <Fields extends object, Self extends object>(
  Class: new (fields: Fields) => Self,
  fields: Possible<Fields>,
): Self => {
  const made: Record<string, unknown> = Object.create(Class.prototype)
  for (const name in fields) if (fields[name] !== undefined) made[name] = fields[name]
  return made as Self
}
