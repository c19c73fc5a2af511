import {
  type JournalEntry,
  type Operation,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "@qriskit/sandbox"
import { afterAll, afterEach, beforeAll, onTestFinished } from "vitest"

/** How a provider's client is made, and what it takes to make a payment. */
export interface Trade<Client extends { close(): Promise<void> }, Config, Options, Order> {
  /** Beside the sandbox's credentials, and no repeats. */
  readonly configure: (sandbox: Sandbox) => Config
  readonly connect: (configuration: Config, options: Options | undefined) => Client
  /** A request that is right, under this external id. */
  readonly order: (externalId: string) => Order
}

/** What a test chooses of its shop. */
export interface ShopOptions<Config, Options> {
  readonly sandbox?: SandboxOptions
  readonly config?: Partial<Config>
  readonly options?: Options
}

/** A sandbox, and a provider's client on it. */
export interface Shop<Client, Config, Order> extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly control: Sandbox["control"]
  readonly client: Client
  readonly configuration: Config
  /** A request that is right, under a fresh external id. */
  order(change?: Partial<Order>): Order
  /** What reached the wire. */
  wire(operation?: Operation): Promise<ReadonlyArray<JournalEntry>>
}

/** Opens shops of one provider: one that a test closes itself, and one that closes with the test that opens it. */
export const shopsOf = <Client extends { close(): Promise<void> }, Config, Options, Order>({
  configure,
  connect,
  order,
}: Trade<Client, Config, Options, Order>) => {
  const openShop = async ({
    sandbox: settings = {},
    config = {},
    options,
  }: ShopOptions<Config, Options> = {}): Promise<Shop<Client, Config, Order>> => {
    const sandbox = await startSandbox({ seed: 1, ...settings })
    const configuration = { ...configure(sandbox), ...config }
    const client = connect(configuration, options)
    let orders = 0
    return {
      sandbox,
      control: sandbox.control,
      client,
      configuration,
      order: (change = {}) => {
        orders += 1
        return { ...order(`order-${orders}`), ...change }
      },
      wire: async (operation) => {
        const entries = await sandbox.control.journal()
        return operation === undefined ? entries : entries.filter((entry) => entry.operation === operation)
      },
      [Symbol.asyncDispose]: async () => {
        await sandbox.close()
        await client.close()
      },
    }
  }

  const openTestShop = async (...options: Parameters<typeof openShop>) => {
    const shop = await openShop(...options)
    onTestFinished(() => shop[Symbol.asyncDispose]())
    return shop
  }

  return { openShop, openTestShop }
}

/**
 * One shop for all tests of a file, to be asked for within them: opened before the first, without faults after each.
 */
export const sharedShop = <S extends AsyncDisposable & Pick<Sandbox, "control">>(
  openShop: () => Promise<S>,
): (() => S) => {
  let shop: S
  beforeAll(async () => {
    shop = await openShop()
  })
  afterEach(() => shop.control.faults.clear())
  afterAll(() => shop[Symbol.asyncDispose]())
  return () => shop
}
