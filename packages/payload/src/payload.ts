import { type DataObject, findObject } from "./data-object.js"

/** Tag 63 beside what it should say. */
export interface Crc {
  /** The value of tag 63 as written. */
  readonly stated: string
  /** The CRC of everything before that value, four upper-case hexadecimal digits. */
  readonly computed: string
  /** True when both are the same number: small letters in `stated` are as good, and `validate` warns about them. */
  readonly isValid: boolean
}

/** A QRIS or other EMVCo merchant-presented payload, read without loss: order, raw values and unknown tags stay. */
export class QrisPayload {
  readonly text: string
  /** The data objects of the first level, tag 63 included, in the order of the text. */
  readonly objects: ReadonlyArray<DataObject>
  /** Undefined when tag 63 is missing. A wrong CRC does not keep a text from being parsed: look at `isValid`. */
  readonly crc: Crc | undefined

  /** True when every character of the text is printable ASCII. */
  readonly isPlain: boolean

  constructor(text: string, objects: ReadonlyArray<DataObject>, crc: Crc | undefined, isPlain: boolean) {
    this.text = text
    this.objects = objects
    this.crc = crc
    this.isPlain = isPlain
  }

  /**
   * The object at a tag and, inside templates, its sub-tags.
   *
   * @example
   * ```ts
   * import type { QrisPayload } from "@qriskit/payload"
   *
   * const mpanIn = (payload: QrisPayload): string | undefined => payload.find("26", "01")?.value
   * ```
   */
  find(tag: string, ...subTags: ReadonlyArray<string>): DataObject | undefined {
    let object = findObject(this.objects, tag)
    for (const subTag of subTags) object = findObject(object?.children, subTag)
    return object
  }

  /** The raw value at a tag and, inside templates, its sub-tags. */
  value(tag: string, ...subTags: ReadonlyArray<string>): string | undefined {
    return this.find(tag, ...subTags)?.value
  }
}
