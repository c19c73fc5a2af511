import type { QrisRegistration } from "../registration.js"
import { QrisSetupError } from "../setup-error.js"

interface MountedPath {
  readonly registration: string
  readonly path: string
}

const segmentsOf = (path: string): ReadonlyArray<string> =>
  path.split("/").filter((segment) => segment !== "")

/** Whether two paths can be called by the same address: what is behind a provider's path is its own. */
const overlaps = (a: string, b: string): boolean => {
  const [short = [], long = []] = [segmentsOf(a), segmentsOf(b)].sort((x, y) => x.length - y.length)
  return short.every((segment, index) => segment === long[index])
}

/** One log of events cannot tell two merchants' payments apart. */
const checkPayments = (
  { name, options: { payments } }: QrisRegistration,
  registrations: ReadonlyArray<QrisRegistration>,
): void => {
  // A function makes payments anew for each.
  if (payments === undefined || typeof payments === "function") return
  const other = registrations.find(({ options }) => options.payments === payments)
  if (other !== undefined && other.name !== name) {
    throw new QrisSetupError(
      `Registrations "${other.name}" and "${name}" of QrisModule share one payments: make payments of its own, with a database of its own, for each.`,
    )
  }
}

/** @throws QrisSetupError where two registrations share a name, or an address would reach two controllers */
export const checkRegistrations = (registrations: ReadonlyArray<QrisRegistration>): void => {
  const names = new Set<string>()
  const mounted: Array<MountedPath> = []
  for (const registration of registrations) {
    if (names.has(registration.name)) {
      throw new QrisSetupError(
        `Two registrations of QrisModule are called "${registration.name}": import the result of one forRoot(...) everywhere, or give the second a name: QrisModule.forRoot({ name: "another-name", ... }).`,
      )
    }
    names.add(registration.name)
    checkPayments(registration, registrations)
    for (const { path } of registration.webhookPaths) {
      const taken = mounted.find((other) => overlaps(other.path, path))
      if (taken !== undefined) {
        throw new QrisSetupError(
          `The callbacks' path /${path} of registration "${registration.name}" is taken by /${taken.path} of "${taken.registration}": give one of them another webhooks: { prefix: "..." }.`,
        )
      }
      mounted.push({ registration: registration.name, path })
    }
  }
}
