/** A promise that ends when it is told to. */
export class Deferred<A> {
  readonly promise: Promise<A>
  resolve: (value: A) => void = () => {}
  reject: (error: Error) => void = () => {}

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}
