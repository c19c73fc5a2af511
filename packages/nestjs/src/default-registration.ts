/** The registration of whoever names none. */
export const DEFAULT_REGISTRATION = "default"
