import { Injectable } from '@nestjs/common';
import { WholeList } from '../../shared/lists/whole-list.js';
import { PAYMENT_METHODS } from '../methods.js';
import { type OfferedMethod, PaymentMethods } from '../payment-methods.js';

/** A method that there is, and by whom and how it is offered now. */
export interface MethodRow {
  readonly id: string;
  readonly label: string;
  readonly isOffered: boolean;
  readonly gateway: OfferedMethod['gateway'] | null;
  readonly windowMinutes: number | null;
  readonly capturesLater: boolean;
}

/** Every method, switched on or off (`PAYMENT_METHODS`). */
@Injectable()
export class MethodList extends WholeList<MethodRow> {
  constructor(private readonly methods: PaymentMethods) {
    super();
  }

  protected override async all(): Promise<MethodRow[]> {
    return PAYMENT_METHODS.map(({ method, label }) => {
      const offered = this.methods.find(method);
      return {
        id: method,
        label,
        isOffered: offered !== undefined,
        gateway: offered?.gateway ?? null,
        windowMinutes: offered?.windowMinutes ?? null,
        capturesLater: offered?.capturesLater ?? false,
      };
    });
  }
}
