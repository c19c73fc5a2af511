// Packages without types. Only what is benchmarked.

declare module "emvqr" {
  const emvqr: { decode(text: string): unknown }
  export default emvqr
}

declare module "steplix-emvqr" {
  const emvqr: { decode(text: string): unknown }
  export default emvqr
}

declare module "steplix-emv-qrcps" {
  interface Template {
    setGloballyUniqueIdentifier(value: string): void
    addPaymentNetworkSpecific(tag: string, value: string): void
  }
  interface AdditionalData {
    setReferenceLabel(value: string): void
    setTerminalLabel(value: string): void
  }
  interface Code {
    setPayloadFormatIndicator(value: string): void
    setPointOfInitiationMethod(value: string): void
    addMerchantAccountInformation(tag: string, template: Template): void
    setMerchantCategoryCode(value: string): void
    setTransactionCurrency(value: string): void
    setTransactionAmount(value: string): void
    setCountryCode(value: string): void
    setMerchantName(value: string): void
    setMerchantCity(value: string): void
    setPostalCode(value: string): void
    setAdditionalDataFieldTemplate(template: AdditionalData): void
    /** Throws where a mandatory field is missing. */
    validate(): boolean
    generatePayload(): string
  }
  const steplix: {
    Merchant: {
      buildEMVQR(): Code
      buildMerchantAccountInformation(): Template
      buildAdditionalDataFieldTemplate(): AdditionalData
      Parser: { toEMVQR(text: string): Code }
    }
  }
  export default steplix
}
