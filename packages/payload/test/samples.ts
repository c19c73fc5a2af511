/** Published payloads of documentation and tests, none of them a live merchant's. */
export interface Sample {
  readonly source: string
  /** What it teaches. */
  readonly note: string
  readonly payload: string
  /** `broken`: the framing is. `wrong-crc`: only the CRC is. */
  readonly state: "sound" | "broken" | "wrong-crc"
}

export const SAMPLES = {
  bestTransport: {
    source: "EMVCo, QRCPS merchant-presented mode, worked example",
    note: "Lengths count characters, the CRC runs over bytes; tags out of order; tag 64 in Chinese.",
    payload:
      "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A",
    state: "sound",
  },
  xenditPlaceholder: {
    source: "Xendit, Python SDK README",
    note: "2020: GPNQR in tag 51, NMID all zeros, tags 53 and 54 after 62.",
    payload:
      "00020101021226660014ID.LINKAJA.WWW011893600911002411480002152004230411480010303UME51450015ID.OR.GPNQR.WWW02150000000000000000303UME520454995802ID5920Placeholder merchant6007Jakarta610612345662380115wLoc6DRGwAOgSkZ0715wLoc6DRGwAOgSkZ53033605404400063047668",
    state: "sound",
  },
  winpayDynamic: {
    source: "Winpay, SNAP QR MPM generate, response example",
    note: "Dynamic; bill number, reference and terminal.",
    payload:
      "00020101021226760024ID.CO.SPEEDCASH.MERCHANT01189360081530001108500215ID10210000000190303UME51440014ID.CO.QRIS.WWW0215ID20211101828880303UME5204581453033605405500005802ID5911TOKO WINPAY6013JAKARTA BARAT61051111062360105398700509D100836320710TERM GIGIH6304D1EE",
    state: "sound",
  },
  briDynamic: {
    source: "BRI, QRIS MPM Dinamis, response example",
    note: "Dynamic without tag 51, which only static codes need.",
    payload:
      "00020101021226650013ID.CO.BRI.WWW011893600002021046147202150000010190000140303UME520451115303360540450005802ID5919Ritual Kopi Bandung6005BERAU6105773126222011812606343410585824163049C2F",
    state: "sound",
  },
  zipayStatic: {
    source: "Zipay, API documentation",
    note: "Tag 51 carries the acquirer's own GUI instead of the national one.",
    payload:
      "00020101021126640012ID.ZIPAY.WWW01189360082500823836930215ZPM1420312346170303UMI51420012ID.ZIPAY.WWW0215ZPM1420312346170303UMI5204653253033605802ID5917ZHX GUITAR STORE36015JAKARTA SELATAN61051214062140510QRST-5130363049DAA",
    state: "sound",
  },
  singapayBroken: {
    source: "Singapay, inquiry merchant, request example",
    note: "Broken as published: the length of 26.00 is one short.",
    payload:
      "00020101021126580014ID.SINGAPAY.WWW01189360091601760009ID.SINGAPAY0208QRISPAY5204000053037645406100005802ID5913PT. SINGAPAY6009JAKARTA610800005802ID62290525D1B5E9F1B0C9A7F4BFEF8C3D8A1B03D6304B0C6",
    state: "broken",
  },
  mastercardStatic: {
    source: "Mastercard, generate QR codes",
    note: "Tag 05 is a primitive of 77 characters; US dollars.",
    payload:
      "000201010211057704736a2f41a3-c54c-fce8-32d2-0324e1c32e22*3440e5bf-81ca-4c5f-a1b2-cf989f09a03952045024530384054031005802US5913Test Merchant6008New York62080304123463046F6D",
    state: "sound",
  },
  unionPayScrambled: {
    source: "github.com/phannaly/emv-qr-code, README",
    note: "UnionPay's primitive tag 15; scrambled order.",
    payload:
      "00020101021252044131153137210116372101160123456789ABCDE6010Phnom Penh5913Merchant Shop5802KH540510.005303840622501081234567802090124444446304A0BA",
    state: "sound",
  },
  shortRepository: {
    source: "2019 biller test log with invented numbers",
    note: "The CRC is right, but tag 51 announces more than belongs to it.",
    payload:
      "00020101021102154076620099999990415508999888888888265400020001189360000901234567890215ABCD123456789010303UMI27660021ID.CO.PERMATABANK.WWW01189360001329876543210215BDFHF123456789051380008ID.GPNQR0215ABCDE12345678905204581253033605802ID5909BASO JONO6007JAKARTA6105103106304A76D",
    state: "broken",
  },
  maskedStatic: {
    source: "masked fixture of a public TypeScript library",
    note: "Leading zero in the CRC; a PAN of nines.",
    payload:
      "00020101021126690021ID.CO.BANKMANDIRI.WWW01189999999999999999990211000000000000303UKE51440014ID.CO.QRIS.WWW0215ID00000000000000303UKE5204274153033605802ID5915Contoh Merchant6007Jakarta61051000062070703A0163040C01",
    state: "sound",
  },
  specStatic: {
    source: "github.com/astrapay/spring-qris, QrisMapperTest",
    note: "A PAN of 15 digits, a postal code of 10 characters, no 51.03.",
    payload:
      "00020101021126670018ID.CO.EXAMPLE2.WWW01159360001404567890215MIDCONTOH1234560303UMI51370014ID.CO.QRIS.WWW0215ID10191234567815204123453033605802ID5914NamaMerchantC16009NamaKota16110123456789062070703K196304B22E",
    state: "sound",
  },
  transfer: {
    source: "github.com/astrapay/spring-qris, QrisMapperTest",
    note: "QRIS Transfer: tag 40, MCC 4829, 62.08 DMCT.",
    payload:
      "00020101021240550018ID.CO.ASTRAPAY.WWW0119936008223000200135502062001355204482953033605802ID5923Test rename http header6013Jakarta Pusat61051022062460804DMCT99340002000124TG0H0C8UCRIWF0NZAC12QWXC63047EE1",
    state: "sound",
  },
  wrongCrc: {
    source: "github.com/astrapay/spring-qris, QrisParserMpmPaymentTest",
    note: "Well framed; the CRC was never computed.",
    payload:
      "00020101021126640018ID.CO.ASTRAPAY.WWW011893600822321000024002092100002400303UBE51440014ID.CO.QRIS.WWW0215ID20210662463920303UBE5204581253033605802ID5913TEST MERCHANT6007Jakarta61054433562080704AP016304A79C",
    state: "wrong-crc",
  },
  bestTransportWithTemplate: {
    source: "github.com/mercari/go-emv-code, tests",
    note: "The EMVCo example without tag 64, with template 80.",
    payload:
      "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115303156540523.725502015802CN5914BEST TRANSPORT6007BEIJING6233030412340603***0708A60086670902ME8036003239401ff0c21a4543a8ed5fbaa30ab02e81360032c2fbf6dd646f4f36b617f10747c0b9616304EBCA",
    state: "sound",
  },
  japanese: {
    source: "github.com/mercari/go-emv-code, tests",
    note: "Tag 60 before 01; the name in Japanese in tag 64.",
    payload:
      "0002016003xxx01021129300012D156000000000510A93FO3230Q31280012D1560000000103081234567826680019jp.or.paymentsjapan01130000000000001020400010306000001040600000153033925903xxx64180002JA0108メルペイ カフェ520441115802JP610710661436304DEE9",
    state: "sound",
  },
  promptPay: {
    source: "github.com/maythiwat/promptparse, tests",
    note: "Thailand: no tags 52, 59 and 60.",
    payload: "00020101021229370016A0000006770101110113006680111111153037645802TH540520.15630442BE",
    state: "sound",
  },
  thaiBill: {
    source: "github.com/maythiwat/promptparse, tests",
    note: "Thailand: a bill payment.",
    payload:
      "00020101021230650016A00000067701011201150994000165501000212123456789012030667042953037645802TH54073649.2263044534",
    state: "sound",
  },
  panInRepository: {
    source: "github.com/ezha-payment/qris-go, testdata",
    note: "Synthetic: the PAN in 51.01, no postal code.",
    payload:
      "00020101021151670014ID.CO.QRIS.WWW011993600915000012345670215ID10200123456780303UMI5204481253033605802ID5913WARUNG SAMPLE6007JAKARTA630486C9",
    state: "sound",
  },
  panInRepositoryDynamic: {
    source: "github.com/ezha-payment/qris-go, testdata",
    note: "The same, dynamic with an amount.",
    payload:
      "00020101021251670014ID.CO.QRIS.WWW011993600915000012345670215ID10200123456780303URE52044812530336054061000005802ID5913DYNAMIC MERCH6007JAKARTA6304CA43",
    state: "sound",
  },
  danaShaped: {
    source: "github.com/ezha-payment/qris-go, testdata",
    note: "Synthetic: a 19-digit PAN with a wrong check digit, a merchant id of 17 characters.",
    payload:
      "00020101021126660011ID.DANA.WWW011993600825000000000000217DANA00000000000000303UMI5204599953033605802ID5913DANA MERCHANT6007JAKARTA63048CCA",
    state: "sound",
  },
} as const satisfies Readonly<Record<string, Sample>>

export const ALL_SAMPLES: ReadonlyArray<readonly [name: string, sample: Sample]> = Object.entries(SAMPLES)

export const SOUND_SAMPLES = ALL_SAMPLES.filter(([, { state }]) => state === "sound")
