import { nameOf } from "./workspace.ts"

/** What is wrong with an example, at the place where it is written. */
export interface Complaint {
  readonly file: string
  readonly line: number
  readonly message: string
}

export const sentence = ({ file, line, message }: Complaint): string => `${nameOf(file)}:${line}: ${message}`
