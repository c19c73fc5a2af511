import type * as Effect from "effect/Effect"

/** What came of asking a provider's host for nothing. */
export type Reachability =
  | {
      readonly isReachable: true
      /** Any status below 500 will do: the host answered. */
      readonly httpStatus: number
      /**
       * Milliseconds that the provider's clock is ahead of ours, negative where it is behind, to about a second. Absent
       * where the answer has no readable Date.
       */
      readonly clockOffset?: number
    }
  | {
      readonly isReachable: false
      /** One clause for people, without secrets. */
      readonly why: string
    }

/** A provider whose host can be asked whether it is there. */
export interface Reaches {
  /**
   * Sends one request that concerns no payment and carries no credential. Never fails: whatever strikes is the answer.
   * It says that the host answers; it does not say that the credentials are right.
   */
  reach(): Effect.Effect<Reachability>
}

/** Whether a provider met at run time can be asked whether it is there. */
export const canReach = <P extends object>(provider: P): provider is P & Reaches =>
  "reach" in provider && typeof provider.reach === "function"
