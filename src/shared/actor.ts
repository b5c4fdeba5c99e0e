/** Who did something. `id` is the user's for people, absent for the system and for gateways. */
export interface Actor {
  readonly kind: 'customer' | 'admin' | 'system' | 'gateway';
  readonly id?: string;
}

export const SYSTEM: Actor = Object.freeze({ kind: 'system' });
export const GATEWAY: Actor = Object.freeze({ kind: 'gateway' });
