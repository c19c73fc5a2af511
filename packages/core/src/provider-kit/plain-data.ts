/**
 * Takes `pipe`, which Effect gives to instances of its classes, off the instances of data classes. Fastify tells
 * streams by that method: it would take a payment that a handler returns for one, and fail after the payment was made.
 */
export const asPlainData = (...classes: ReadonlyArray<{ readonly prototype: object }>): void => {
  for (const { prototype } of classes) Object.defineProperty(prototype, "pipe", { value: undefined })
}
