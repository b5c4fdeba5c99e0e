/** Who did something. `id` is the user's for people, the partner's for a partner, absent for the system, gateways and carriers. */
export interface Actor {
  readonly kind: 'customer' | 'admin' | 'partner' | 'system' | 'gateway' | 'carrier';
  readonly id?: string;
}

export const SYSTEM: Actor = Object.freeze({ kind: 'system' });
export const GATEWAY: Actor = Object.freeze({ kind: 'gateway' });
export const CARRIER: Actor = Object.freeze({ kind: 'carrier' });
