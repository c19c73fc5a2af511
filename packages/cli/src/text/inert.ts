/** What a terminal would act on stays text: names, words and messages come from outside. */
export const inert = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD")
