/** A column: how its value is read from what the driver gives, and whether it may be absent. */
export interface Column<A> {
  readonly read: (value: unknown) => A
  readonly isNullable: boolean
}

type Columns = Readonly<Record<string, Column<unknown>>>

/** A table of ours as the code reads it. */
export interface Table<C extends Columns = Columns> {
  readonly name: string
  readonly columns: C
}

/** A row of a table, as it is read. */
export type RowOf<T extends Table> = {
  readonly [K in keyof T["columns"]]: ReturnType<T["columns"][K]["read"]>
}

export const table = <C extends Columns>(name: string, columns: C): Table<C> => ({ name, columns })

const names = new Map<string, string>()

/** Columns are called in the database as in the code: `providerPaymentId` is `provider_payment_id`. */
export const columnName = (key: string): string => {
  const known = names.get(key) ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  // They are the keys of our tables: few.
  names.set(key, known)
  return known
}

const column = <A>(read: (value: unknown) => A): Column<A> => ({ read, isNullable: false })

export const optional = <A>({ read }: Column<A>): Column<A | null> => ({
  read: (value) => (value === null || value === undefined ? null : read(value)),
  isNullable: true,
})

export const text = column(String)
/** Whole numbers: rupiah, counts, ids. What is wider than a number comes as text; checks keep it within one. */
export const whole = column(Number)
export const flag = column((value) => value === true)
export const json = column((value) => value)
/** Texts in their order. */
export const list = column((value): ReadonlyArray<string> => (Array.isArray(value) ? value.map(String) : []))
export const time = column((value) => {
  if (!(value instanceof Date)) throw new Error("the database gave a time that is none")
  return value
})
/** One of our own words. Checks in the database keep it within them. */
export const word = <A extends string>(): Column<A> => column((value) => value as A)
