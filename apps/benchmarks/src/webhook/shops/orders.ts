/** Stands for what a merchant does when an order is paid: cheap, and it can be counted. */
export class Orders {
  #paid = 0

  paid(): void {
    this.#paid++
  }

  get count(): number {
    return this.#paid
  }
}
