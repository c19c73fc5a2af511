/**
 * One tag-length-value triple of a payload. The value is as it was written; the length is not kept, since it is
 * the value's length in characters (Unicode code points).
 */
export interface DataObject {
  /** Two digits, `"00"` to `"99"`. */
  readonly tag: string
  readonly value: string
  /** The objects inside, where the tag is a template and its value is well framed; otherwise absent. */
  readonly children?: ReadonlyArray<DataObject> | undefined
  /** Where the object starts in the text that it was read from (UTF-16 units). */
  readonly offset?: number
}

/** `"00"` to `"99"`: every tag, and every length as it is written. */
export const TWO_DIGITS: ReadonlyArray<string> = /* @__PURE__ */ Array.from({ length: 100 }, (_, number) =>
  String(number).padStart(2, "0"),
)

/** Two digits of tag, two of length. */
export const HEADER_LENGTH = 4

/** The first object with this tag; within one level a tag occurs once. */
export const findObject = (
  objects: ReadonlyArray<DataObject> | undefined,
  tag: string,
): DataObject | undefined => {
  if (objects === undefined) return undefined
  for (const object of objects) if (object.tag === tag) return object
  return undefined
}

/** `"26"` as 26. */
export const tagNumber = (tag: string): number => (tag.charCodeAt(0) - 48) * 10 + tag.charCodeAt(1) - 48

/** Length as QRIS counts it: code points, so that `最佳` is 2 and an emoji outside the basic plane is 1. */
export const lengthInCharacters = (text: string): number => {
  let length = text.length
  for (let at = 1; at < text.length; at++) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) length--
  }
  return length
}

export const isHighSurrogate = (code: number): boolean => (code & 0xfc00) === 0xd800
export const isLowSurrogate = (code: number): boolean => (code & 0xfc00) === 0xdc00
