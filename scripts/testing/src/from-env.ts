import { InvalidConfiguration } from "@qriskit/core"
import type { FrontDoorOptions } from "@qriskit/core/promise"
import { describe, expect, it, onTestFinished, vi } from "vitest"

/** A provider's `fromEnv`, and the variables without which it throws. */
export interface FromEnvUnderTest {
  /** The provider's id. */
  readonly id: string
  readonly variables: Readonly<Record<string, string>>
  /** One of them that holds a secret. */
  readonly secret: string
  readonly fromEnv: (
    environment?: Readonly<Record<string, string | undefined>>,
    options?: FrontDoorOptions,
  ) => { readonly id: string; close(): Promise<void> }
}

/** What `fromEnv` of every provider does alike. */
export const describeFromEnv = ({ id, variables, secret, fromEnv }: FromEnvUnderTest): void => {
  describe("fromEnv", () => {
    it("gives the client of its variables, those of process.env by default", async () => {
      expect(fromEnv(variables).id).toBe(id)
      onTestFinished(() => {
        vi.unstubAllEnvs()
      })
      for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
      await fromEnv().close()
    })

    it("names the variables that are wrong, and shows none of their values", () => {
      expect(() => fromEnv({ ...variables, [secret]: '"rahasia"' })).toThrow(
        `${id} is not configured correctly: ${secret} must not begin or end with quotes.`,
      )
    })

    it("has a network that is checked when it is made", () => {
      expect(() => fromEnv(variables, { network: { proxy: "ftp://proxy.test" } })).toThrow(
        InvalidConfiguration,
      )
    })
  })
}
