import { build, encode, parse, validate } from "@qriskit/payload"
import { parseQR, QRParseMode } from "emvco-qr-sdk"
import emvqr from "emvqr"
import * as promptparse from "promptparse"
import steplix from "steplix-emv-qrcps"
import steplixEmvqr from "steplix-emvqr"
import { versionOf } from "../machine.js"
import type { Contestant } from "./operations.js"
import { order, tags } from "./shop.js"

const parsed = (text: string) => {
  const result = parse(text)
  if (!result.ok || !result.payload.crc?.isValid) throw new Error(`refused: ${text}`)
  return result.payload
}

const OURS: Contestant = {
  name: "@qriskit/payload",
  ways: {
    parseChecked: parsed,
    validate: (text) => validate(parsed(text)).length === 0,
    encode: (reference) => encode(tags(reference)),
    build: (reference) => {
      const built = build(order(reference))
      if (!built.ok) throw new Error(`refused: ${reference}`)
      return built.payload
    },
  },
}

const { tag } = promptparse

const PROMPTPARSE: Contestant = {
  name: `promptparse ${versionOf("promptparse")}`,
  ways: {
    parse: (text) => promptparse.parse(text),
    parseChecked: (text) => promptparse.parse(text, true),
    // The CRC is all that it checks.
    validate: (text) => promptparse.parse(text, true),
    encode: (reference) =>
      promptparse.withCrcTag(
        promptparse.encode([
          tag("00", "01"),
          tag("01", "12"),
          tag(
            "26",
            promptparse.encode([
              tag("00", "ID.CO.EXAMPLE.WWW"),
              tag("01", "936009150000001234"),
              tag("02", "TOKOCONTOH1"),
              tag("03", "UMI"),
            ]),
          ),
          tag(
            "51",
            promptparse.encode([tag("00", "ID.CO.QRIS.WWW"), tag("02", "ID1020000000001"), tag("03", "UMI")]),
          ),
          tag("52", "5812"),
          tag("53", "360"),
          tag("54", "25000"),
          tag("58", "ID"),
          tag("59", "TOKO CONTOH"),
          tag("60", "JAKARTA"),
          tag("61", "10310"),
          tag("62", promptparse.encode([tag("05", reference), tag("07", "A01")])),
        ]),
        "63",
      ),
  },
}

const { Merchant } = steplix

const template = (gui: string, values: Readonly<Record<string, string>>) => {
  const made = Merchant.buildMerchantAccountInformation()
  made.setGloballyUniqueIdentifier(gui)
  for (const [tag, value] of Object.entries(values)) made.addPaymentNetworkSpecific(tag, value)
  return made
}

const STEPLIX: Contestant = {
  name: `steplix-emv-qrcps ${versionOf("steplix-emv-qrcps")}`,
  ways: {
    parse: (text) => Merchant.Parser.toEMVQR(text),
    // That mandatory fields are there; not the CRC.
    validate: (text) => Merchant.Parser.toEMVQR(text).validate(),
    build: (reference) => {
      const code = Merchant.buildEMVQR()
      code.setPayloadFormatIndicator("01")
      code.setPointOfInitiationMethod("12")
      code.addMerchantAccountInformation(
        "26",
        template("ID.CO.EXAMPLE.WWW", { "01": "936009150000001234", "02": "TOKOCONTOH1", "03": "UMI" }),
      )
      code.addMerchantAccountInformation(
        "51",
        template("ID.CO.QRIS.WWW", { "02": "ID1020000000001", "03": "UMI" }),
      )
      code.setMerchantCategoryCode("5812")
      code.setTransactionCurrency("360")
      code.setTransactionAmount("25000")
      code.setCountryCode("ID")
      code.setMerchantName("TOKO CONTOH")
      code.setMerchantCity("JAKARTA")
      code.setPostalCode("10310")
      const additional = Merchant.buildAdditionalDataFieldTemplate()
      additional.setReferenceLabel(reference)
      additional.setTerminalLabel("A01")
      code.setAdditionalDataFieldTemplate(additional)
      return code.validate() && code.generatePayload()
    },
  },
}

const EMVCO_SDK: Contestant = {
  name: `emvco-qr-sdk ${versionOf("emvco-qr-sdk")}`,
  ways: { parse: (text) => parseQR(text, { parseMode: QRParseMode.TLV }) },
}

// It checks the CRC, and category, currency and country against its lists.
const EMVQR: Contestant = {
  name: `emvqr ${versionOf("emvqr")}`,
  ways: { parseChecked: (text) => emvqr.decode(text), validate: (text) => emvqr.decode(text) },
}

const STEPLIX_EMVQR: Contestant = {
  name: `steplix-emvqr ${versionOf("steplix-emvqr")}`,
  ways: { parseChecked: (text) => steplixEmvqr.decode(text), validate: (text) => steplixEmvqr.decode(text) },
}

/** Ours first. */
export const CONTESTANTS: ReadonlyArray<Contestant> = [
  OURS,
  PROMPTPARSE,
  STEPLIX,
  EMVCO_SDK,
  EMVQR,
  STEPLIX_EMVQR,
]
