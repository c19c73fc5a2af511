/** midtrans-client ships no types. Only what is benchmarked. */
declare module "midtrans-client" {
  class CoreApi {
    constructor(options: { isProduction: boolean; serverKey: string; clientKey: string })
    apiConfig: { getCoreApiBaseUrl: () => string }
    transaction: { status(id: string): Promise<unknown> }
    charge(request: object): Promise<unknown>
  }
  /** SNAP BI: one object for each call, since it holds the call's time. */
  class SnapBi {
    static qris(): SnapBi
    withAccessToken(token: string): SnapBi
    withBody(body: object): SnapBi
    createPayment(externalId: string): Promise<unknown>
    getStatus(externalId: string): Promise<unknown>
  }
  const SnapBiConfig: {
    snapBiClientId: string
    snapBiPartnerId: string
    snapBiClientSecret: string
    snapBiChannelId: string
    getBaseUrl: () => string
  }
  const midtrans: { CoreApi: typeof CoreApi; SnapBi: typeof SnapBi; SnapBiConfig: typeof SnapBiConfig }
  export default midtrans
}
