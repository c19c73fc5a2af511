import { Inject } from "@nestjs/common"
import { DEFAULT_REGISTRATION } from "../default-registration.js"
import { QrisPayments } from "./qris-payments.js"

/** The token of a registration's `QrisPayments`: the class itself for the one without a name. */
export const qrisPaymentsToken = (registration = DEFAULT_REGISTRATION): symbol | typeof QrisPayments =>
  registration === DEFAULT_REGISTRATION
    ? QrisPayments
    : Symbol.for(`@qriskit/nestjs/payments/${registration}`)

/** Injects the `QrisPayments` of a registration with a name. Without a name, inject the class `QrisPayments`. */
export const InjectQrisPayments = (registration?: string): PropertyDecorator & ParameterDecorator =>
  Inject(qrisPaymentsToken(registration))
