declare module "spdx-satisfies" {
  /** Whether an SPDX expression can be satisfied by these licences alone. Throws for a text that is none. */
  export default function satisfies(expression: string, approved: Array<string>): boolean
}
