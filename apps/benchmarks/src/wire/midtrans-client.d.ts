/** midtrans-client ships no types. Only what is benchmarked. */
declare module "midtrans-client" {
  class CoreApi {
    constructor(options: { isProduction: boolean; serverKey: string; clientKey: string })
    apiConfig: { getCoreApiBaseUrl: () => string }
    charge(request: object): Promise<unknown>
  }
  const midtrans: { CoreApi: typeof CoreApi }
  export default midtrans
}
