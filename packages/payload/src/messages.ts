/** What each code means, in English; `{path}`, `{found}` and `{allowed}` are filled in per issue. */
export const MESSAGES = {
  "not-text": "A payload is a string, not {found}.",
  empty: "The text is empty.",
  "too-long": "The text is longer than {allowed} characters.",
  "malformed-tag": 'A tag is two digits; found "{found}".',
  "malformed-length": '{path}: a length is two digits; found "{found}".',
  "zero-length": "{path}: length 00, but a value has at least one character.",
  truncated: 'The text ends inside a tag or a length: "{found}".',
  overrun: "{path}: length {found} goes beyond the end, where {allowed} characters are left.",
  "duplicate-tag": "{path} occurs a second time; readers disagree which one counts.",
  "text-after-crc": 'There is text after the CRC, which must be last: "{found}".',
} as const
