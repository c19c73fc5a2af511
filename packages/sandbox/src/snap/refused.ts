/** Thrown on the way to an answer; becomes the answer. Without the service: HTTP 401, case 01. */
export class Refused extends Error {
  readonly http: string
  readonly case: string

  constructor(http: string, last: string, message: string) {
    super(message)
    this.http = http
    this.case = last
  }
}
