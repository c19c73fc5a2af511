import { InvalidConfiguration, type QrisProvider } from "@qriskit/core"
import type { FrontDoorOptions, PromiseProvider } from "@qriskit/core/promise"
import { Agent } from "undici"
import { describe, expect, it, onTestFinished } from "vitest"
import type { Shop, ShopOptions } from "./shop.js"

type Client<Order> = PromiseProvider<QrisProvider, Order>

/** Where a provider calls. */
interface Addressed {
  readonly baseUrl?: string | undefined
  readonly emulatorUrl?: string | undefined
}

/** A provider's promise door, and its shop. */
export interface NetworkUnderTest<Order, Config extends Addressed> {
  readonly openTestShop: (
    options?: ShopOptions<Config, FrontDoorOptions>,
  ) => Promise<Shop<Client<Order>, Config, Order>>
  readonly create: (config: Config, options?: FrontDoorOptions) => Client<Order>
  /** Settings beside which an emulator is refused, with what they are. */
  readonly production?: Partial<Config>
}

/** What every provider makes of a company's network, and of a sandbox in another container. */
export const describeNetwork = <Order, Config extends Addressed>({
  openTestShop,
  create,
  production,
}: NetworkUnderTest<Order, Config>): void => {
  describe("the network", () => {
    const emulated = ({ baseUrl, ...config }: Config): Config =>
      // All but the address is as it was.
      ({ ...config, emulatorUrl: baseUrl }) as unknown as Config

    it("has an emulator at an address of its own", async () => {
      const shop = await openTestShop()
      const client = create(emulated(shop.configuration))
      onTestFinished(client.close)
      expect(await client.create(shop.order())).toMatchObject({ status: "pending" })
      expect((await shop.wire()).length).toBeGreaterThan(0)
    })

    it("has an emulator within a private network alone, and never beside another host", async () => {
      const { configuration } = await openTestShop()
      const refused = (change: Partial<Config> & Addressed, config = emulated(configuration)) =>
        expect(() => create({ ...config, ...change })).toThrow(/emulatorUrl must/)
      refused({ emulatorUrl: "http://api.example.co.id" } as Partial<Config> & Addressed)
      refused({ baseUrl: "https://api.example.co.id" } as Partial<Config> & Addressed)
      if (production !== undefined) refused(production)
      const container = { ...emulated(configuration), emulatorUrl: "http://sandbox:8090" }
      await create(container).close()
    })

    it("may be IPv6 alone", async () => {
      const shop = await openTestShop({ sandbox: { host: "::1" }, options: { network: { family: 6 } } })
      expect(shop.configuration.baseUrl).toContain("//[::1]:")
      expect(await shop.client.create(shop.order())).toMatchObject({ status: "pending" })
    })

    it("may be a dispatcher of one's own, which sends everything and is left open", async () => {
      const agent = new Agent()
      onTestFinished(() => agent.close())
      let dispatched = 0
      const dispatcher = {
        dispatch: (...args: Parameters<Agent["dispatch"]>) => {
          dispatched += 1
          return agent.dispatch(...args)
        },
      }
      const shop = await openTestShop({ options: { network: { dispatcher } } })
      await shop.client.create(shop.order())
      expect(dispatched).toBe((await shop.wire()).length)
      await shop.client.close()
      expect(agent.closed).toBe(false)
    })

    it("is checked when the client is made", async () => {
      const { configuration } = await openTestShop()
      for (const network of [
        { proxy: "ftp://proxy.test" },
        { ca: "no certificate" },
        { cert: "no certificate" },
      ])
        expect(() => create(configuration, { network })).toThrow(InvalidConfiguration)
    })
  })
}
