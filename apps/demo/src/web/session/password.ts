import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"

/** OWASP's recommendation for scrypt, 2024: 32 MiB for a guess. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const

const BYTES = 32

const hashOf = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })

/** What is stored of a password: salt and hash, as text. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  return `${salt.toString("base64url")}.${(await hashOf(password, salt)).toString("base64url")}`
}

/** Whether a password is the stored one. Takes equally long for right and wrong ones. */
export const isPassword = async (password: string, stored: string): Promise<boolean> => {
  const [salt = "", hash = ""] = stored.split(".")
  const expected = Buffer.from(hash, "base64url")
  const given = await hashOf(password, Buffer.from(salt, "base64url"))
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** Letters and digits that nobody takes for another when reading them from a screen. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

/** A password to be printed once: 20 characters, 99 bits. */
export const newPassword = (): string => {
  const letters = Array.from(randomLetters(20))
  return letters.map((letter, index) => (index > 0 && index % 5 === 0 ? `-${letter}` : letter)).join("")
}

/** Letters of the alphabet, each equally likely: bytes beyond its last whole multiple are thrown away. */
function* randomLetters(count: number): Generator<string> {
  const fair = 256 - (256 % ALPHABET.length)
  for (let left = count; left > 0; ) {
    const byte = randomBytes(1).readUInt8()
    if (byte >= fair) continue
    yield ALPHABET.charAt(byte % ALPHABET.length)
    left -= 1
  }
}
