import { spawn } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { run } from "../src/cli/run.js"
import { renderPng } from "../src/render/index.js"
import { edited, STATIC_OBJECTS, set } from "./parsed.js"
import { SAMPLES } from "./samples.js"

const STATIC = edited(STATIC_OBJECTS)
let folder = ""

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qris-"))
})
afterAll(() => rm(folder, { recursive: true }))

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe("decode", () => {
  test("a table of what the code says, then its tags", async () => {
    const payload = edited(STATIC_OBJECTS, set("54", "25000"))
    const { exitCode, output } = await run(["decode", payload])
    expect(exitCode).toBe(0)
    expect(output).toBe(
      `Merchant  TOKO CONTOH, JAKARTA, 10310, ID1020000000001, UMI
Category  5812, Restaurants
Kind      static
Amount    Rp 25.000
Account   DANA, Artajasa, 9360091500000012342, TOKOCONTOH1

00     payload format       01
01     point of initiation  11
26     merchant account
26.00  identifier           ID.CO.EXAMPLE.WWW
26.01  PAN                  936009150000001234
26.02  merchant id          TOKOCONTOH1
26.03  criteria             UMI
51     central repository
51.00  identifier           ID.CO.QRIS.WWW
51.02  NMID                 ID1020000000001
51.03  criteria             UMI
52     merchant category    5812
53     currency             360
58     country              ID
59     merchant name        TOKO CONTOH
60     merchant city        JAKARTA
61     postal code          10310
54     amount               25000
63     CRC                  ${payload.slice(-4)}`,
    )
  })

  test("every sample that is a payload can be shown, in both languages", async () => {
    for (const { payload, state } of Object.values(SAMPLES)) {
      for (const lang of ["en", "id"]) {
        const { exitCode } = await run(["decode", payload, "--lang", lang])
        expect(exitCode).toBe(state === "broken" ? 1 : 0)
      }
    }
  })

  test("JSON has description, objects, CRC and issues", async () => {
    const { output } = await run(["decode", SAMPLES.wrongCrc.payload, "--json", "--lang", "id"])
    const said = JSON.parse(String(output))
    expect(said).toMatchObject({
      ok: true,
      description: { merchant: { name: "TEST MERCHANT" } },
      crc: { stated: "A79C", computed: "7F7A", isValid: false },
      issues: [{ code: "crc-mismatch", message: expect.stringContaining("Jangan dibayar") }],
    })
    expect(said.objects[0]).toMatchObject({ tag: "00", value: "01" })
  })

  test("control characters of a payload do not reach the terminal", async () => {
    const { output } = await run(["decode", edited(STATIC_OBJECTS, set("59", "TOKO\u001b[2J\u202e"))])
    expect(output).toContain("TOKO□[2J□")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(output).not.toMatch(/[\u001b\u202e]/)
  })

  test("control characters of a payload stay escaped in JSON, and mean the same", async () => {
    const name = "TOKO\u001b[2J\u009b2J\u202e\u2028\u{e0041}"
    const { output } = await run(["decode", edited(STATIC_OBJECTS, set("59", name)), "--json"])
    expect(String(output)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(JSON.parse(String(output)).description.merchant.name).toBe(name)
  })

  test("a complaint about what was typed, or scanned, does not steer the terminal either", async () => {
    const steering = "\u001b]0;paid\u0007\u009b2J\u202e"
    for (const line of [[steering], ["decode", steering], ["decode", `--${steering}`], ["scan", steering]]) {
      const { exitCode, complaint } = await run(line)
      expect(exitCode).toBe(2)
      expect(complaint).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }
  })

  test("a payload with control characters is made dynamic in JSON only, where they are escaped", async () => {
    const line = ["dynamic", edited(STATIC_OBJECTS, set("59", "TOKO\u001b[2J")), "--amount", "1000"]
    expect(await run(line)).toMatchObject({ exitCode: 2, complaint: expect.stringContaining("--json") })
    const { output } = await run([...line, "--json"])
    expect(output).toContain("TOKO\\u001b[2J")
  })

  test("a text that is no payload fails with the reason", async () => {
    expect(await run(["decode", "0002015910ABC"])).toEqual({
      exitCode: 1,
      complaint: "error  59 announces 10 characters, but only 3 are left.  (rule 4.4.1.1)",
    })
  })
})

describe("validate", () => {
  test("a right code", async () => {
    expect(await run(["validate", STATIC])).toEqual({ exitCode: 0, output: "No rule is broken." })
    expect(await run(["validate", STATIC, "--lang", "id"])).toEqual({
      exitCode: 0,
      output: "Tidak ada aturan yang dilanggar.",
    })
  })

  test("warnings do not make it fail, errors do", async () => {
    const warned = await run(["validate", SAMPLES.zipayStatic.payload])
    expect(warned.exitCode).toBe(0)
    expect(warned.output).toContain("warning")
    expect((await run(["validate", SAMPLES.wrongCrc.payload])).exitCode).toBe(1)
  })

  test.each([
    ["emv", SAMPLES.bestTransport.payload],
    ["qris-transfer", SAMPLES.transfer.payload],
    ["qris", STATIC],
  ])("profile %s", async (profile, payload) => {
    const { exitCode, output } = await run(["validate", payload, "--profile", profile, "--json"])
    expect(exitCode).toBe(0)
    expect(JSON.parse(String(output))).toMatchObject({ ok: true, profile })
  })

  test("JSON of a text that is no payload", async () => {
    const { exitCode, output } = await run(["validate", "0002015910ABC", "--json"])
    expect(exitCode).toBe(1)
    expect(JSON.parse(String(output))).toMatchObject({ ok: false, issues: [{ code: "overrun", path: "59" }] })
  })
})

describe("dynamic", () => {
  test("a static code gets the amount, with a word of caution", async () => {
    const { exitCode, output, complaint } = await run([
      "dynamic",
      STATIC,
      "--amount",
      "25000",
      "--reference",
      "ORDER-1",
    ])
    expect(exitCode).toBe(0)
    expect(output).toMatch(/^00020101021226.*540525000.*62110507ORDER-16304[0-9A-F]{4}$/)
    expect(complaint).toMatch(/no callback/)
  })

  test("a tip can be fixed or a percentage", async () => {
    expect((await run(["dynamic", STATIC, "--amount", "1", "--tip-fixed", "500"])).output).toContain(
      "55020256035005802",
    )
    expect((await run(["dynamic", STATIC, "--amount", "1", "--tip-percent", "05.00"])).output).toContain(
      "5502035705",
    )
  })

  test("what must not be converted is refused", async () => {
    const refused = await run(["dynamic", SAMPLES.winpayDynamic.payload, "--amount", "1"])
    expect(refused.exitCode).toBe(1)
    expect(refused.complaint).toContain("dynamic already")
    expect(
      (await run(["dynamic", SAMPLES.winpayDynamic.payload, "--amount", "1", "--force", "--json"])).exitCode,
    ).toBe(0)
  })

  test.each([["25.000"], ["25,000"], ["-1"], ["1e3"], ["Rp25000"], [""]])(
    "an amount of %j is wrong use",
    async (amount) => {
      expect((await run(["dynamic", STATIC, `--amount=${amount}`])).exitCode).toBe(2)
    },
  )

  test("an amount of zero is refused", async () => {
    expect((await run(["dynamic", STATIC, "--amount", "0"])).exitCode).toBe(1)
  })
})

describe("render and scan", () => {
  test.each([["png"], ["svg"]])("a %s file is written", async (format) => {
    const path = join(folder, `out.${format}`)
    expect(await run(["render", STATIC, "-o", path])).toEqual({ exitCode: 0, output: path })
    expect((await readFile(path)).length).toBeGreaterThan(500)
  })

  test("a rendered file is scanned, decoded and validated", async () => {
    const path = await file("code.png", renderPng(STATIC))
    expect(await run(["scan", path])).toEqual({ exitCode: 0, output: `${STATIC}  TOKO CONTOH` })
    expect((await run(["decode", path])).output).toContain("TOKO CONTOH")
    expect((await run(["validate", path])).exitCode).toBe(0)
    const { output } = await run(["scan", path, "--json"])
    expect(JSON.parse(String(output))).toMatchObject([{ text: STATIC, isPayload: true }])
  })

  test("a terminal drawing and the bytes of a PNG go to standard output", async () => {
    expect((await run(["render", STATIC])).output).toContain("▀")
    expect((await run(["render", STATIC, "--format", "png"])).output).toBeInstanceOf(Uint8Array)
  })

  test("a text that is no payload is not rendered", async () => {
    expect((await run(["render", "0002"])).exitCode).toBe(1)
  })

  test("an image without a code fails", async () => {
    const blank = await file("blank.png", renderPng(STATIC, { moduleSize: 1, quietZone: 4 }).slice(0, 60))
    expect((await run(["scan", blank])).exitCode).toBeGreaterThan(0)
  })

  test("a QR code that is no payload fails", async () => {
    const path = await file("link.png", renderPng("https://example.com"))
    expect(await run(["scan", path])).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^https:\/\/example\.com {2}This is a web link, not a payment code/),
    })
    const { output } = await run(["scan", path, "--json"])
    expect(JSON.parse(String(output))).toMatchObject([{ isPayload: false, issues: [{ code: "web-link" }] }])
    for (const command of ["decode", "validate", "render"]) {
      expect((await run([command, path])).complaint).toMatch(/web link/)
    }
  })
})

describe("standee", () => {
  test.each([
    ["pdf", "%PDF-1.4"],
    ["svg", "<svg "],
  ])("a %s file is written, by its ending or by --format", async (format, start) => {
    const path = join(folder, `standee.${format}`)
    expect(await run(["standee", STATIC, "-o", path])).toEqual({ exitCode: 0, output: path })
    const written = await readFile(path, "latin1")
    expect(written.slice(0, start.length)).toBe(start)
    const { output } = await run(["standee", STATIC, "--paper", "a4", "--format", format])
    expect(Buffer.from(output ?? "").toString("latin1")).toMatch(format === "svg" ? /210mm/ : /595\.276/)
    const told = await run(["standee", STATIC, "--json", "-o", path])
    expect(JSON.parse(String(told.output))).toEqual({ ok: true, file: path })
  })

  test("what must not be printed is refused, with the reason", async () => {
    const dynamic = await run(["standee", SAMPLES.winpayDynamic.payload])
    expect(dynamic).toEqual({ exitCode: 1, complaint: expect.stringMatching(/not static/) })
    const inIndonesian = await run(["standee", SAMPLES.winpayDynamic.payload, "--lang", "id"])
    expect(inIndonesian.complaint).toMatch(/tidak statis/)
    expect((await run(["standee", SAMPLES.wrongCrc.payload])).complaint).toMatch(/CRC/)
    const chinese = edited(STATIC_OBJECTS, set("59", "最佳运输"))
    expect(
      await run(["standee", chinese, "--format", "pdf", "--json", "-o", join(folder, "no.pdf")]),
    ).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("unprintable-text"),
    })
  })
})

describe("wrong use ends with 2 and says why", () => {
  test.each<[commandLine: ReadonlyArray<string>, why: RegExp]>([
    [[], /qris <command>/],
    [["frobnicate"], /no command "frobnicate"/],
    [["constructor"], /no command/],
    [["decode", "one", "two"], /One payload/],
    [["decode", "--colour", "red"], /colour/],
    [
      ["decode", STATIC, "--amount", "1"],
      /qris decode has no option --amount; it has --json, --lang, --help/,
    ],
    [["scan", STATIC, "--profile", "emv"], /no option --profile/],
    [["validate", STATIC, "--force"], /no option --force/],
    [["dynamic", STATIC, "--amount", "1", "--output", "x"], /no option --output; it has --amount, --ref/],
    [["render", STATIC, "--reference", "x"], /no option --reference/],
    [["render", STATIC, "--json"], /give one with -o/],
    [["standee", STATIC, "--json"], /give one with -o/],
    [["standee", STATIC, "--paper", "A5"], /--paper is A6 or A4, not "A5"/],
    [["standee", STATIC, "--paper", "constructor"], /--paper is/],
    [["standee", STATIC, "--format", "png"], /--format is svg or pdf/],
    [["standee", STATIC, "--amount", "1"], /no option --amount/],
    [["dynamic", STATIC, "--amount", "1", "--amount", "2"], /--amount is given more than once/],
    [["dynamic", STATIC, "--amount"], /amount/],
    [["decode", STATIC, "--json=yes"], /json/],
    [["decode", "missing.txt"], /no file missing.txt/],
    [["decode", "."], /not a file/],
    [["decode", STATIC, "--lang", "fr"], /--lang/],
    [["validate", STATIC, "--profile", "upi"], /--profile/],
    [["dynamic", STATIC], /--amount is missing/],
    [["dynamic", STATIC, "--amount", "1", "--tip-fixed", "1", "--tip-percent", "1"], /either/],
    [["render", STATIC, "--format", "gif"], /--format/],
    [["render", STATIC, "-o", "/nowhere/at/all.png"], /ENOENT/],
    [["scan", STATIC], /no picture that is known/],
  ])("%j", async (commandLine, why) => {
    const { exitCode, complaint } = await run(commandLine)
    expect(exitCode).toBe(2)
    expect(complaint).toMatch(why)
  })

  test("help is no wrong use, in either language", async () => {
    expect((await run(["--help"])).output).toContain("Exit codes")
    expect((await run(["-h", "--lang", "id"])).output).toContain("Kode keluar")
  })
})

test("a payload may come from a file, with the line end that editors add", async () => {
  const path = await file("payload.txt", `${STATIC}\r\n`)
  expect((await run(["validate", path])).exitCode).toBe(0)
})

test.each([
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${STATIC}\n`)],
  ["UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${STATIC}\r\n`, "utf16le")],
  ["UTF-16 of the other order", Buffer.from(`\ufeff${STATIC}\r\n`, "utf16le").swap16()],
])("a file may be %s", async (_, bytes) => {
  expect((await run(["validate", await file("marked.txt", bytes)])).exitCode).toBe(0)
})

test("a file in another character set is named, instead of a CRC that seems wrong", async () => {
  const text = edited(STATIC_OBJECTS, set("59", "WARUNG CAF\u00c9"))
  const path = await file("latin1.txt", Buffer.from(text, "latin1"))
  expect(await run(["decode", path])).toMatchObject({
    exitCode: 2,
    complaint: expect.stringMatching(/not UTF-8/),
  })
})

describe("as a program", () => {
  let program = ""

  beforeAll(async () => {
    // Inside the package, so that the program finds its dependencies.
    program = fileURLToPath(new URL("../node_modules/.qris-test/main.mjs", import.meta.url))
    await build({
      entryPoints: [fileURLToPath(new URL("../src/cli/main.ts", import.meta.url))],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      outfile: program,
    })
  })

  const start = (
    commandLine: ReadonlyArray<string>,
    input: string,
  ): Promise<readonly [number | null, string]> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [program, ...commandLine])
      let output = ""
      child.stdout.on("data", (chunk) => {
        output += chunk
      })
      child.on("close", (exitCode) => resolve([exitCode, output]))
      child.stdin.end(input)
    })

  test("standard input is read, and the exit code is set", async () => {
    expect(await start(["validate"], `${STATIC}\n`)).toEqual([0, "No rule is broken.\n"])
    const [exitCode] = await start(["validate", "-"], SAMPLES.wrongCrc.payload)
    expect(exitCode).toBe(1)
    expect(await start(["validate", "--profile", "x"], "")).toEqual([2, ""])
  })

  test("a reader that stops reading is no crash", async () => {
    const path = await file("many.txt", STATIC)
    const child = spawn(process.execPath, [program, "render", path, "--format", "png"])
    let complaint = ""
    child.stderr.on("data", (chunk) => {
      complaint += chunk
    })
    child.stdout.destroy()
    const exitCode = await new Promise((resolve) => child.on("close", resolve))
    expect({ exitCode, complaint }).toEqual({ exitCode: 0, complaint: "" })
  })
})
