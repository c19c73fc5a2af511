import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js"

/** A ZIP with these files; with a password it is encrypted with AES. */
export const archive = async (
  files: Readonly<Record<string, Uint8Array>>,
  options: { readonly password?: string; readonly zipCrypto?: boolean; readonly level?: number } = {},
): Promise<Uint8Array> => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    useWebWorkers: false,
    ...(options.password === undefined ? {} : { password: options.password, encryptionStrength: 3 }),
    ...(options.zipCrypto === true ? { zipCrypto: true } : {}),
  })
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes))
  return writer.close()
}
