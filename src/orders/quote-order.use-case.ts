import { Injectable } from '@nestjs/common';
import type { Units } from '../shared/database/units.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { toMajor } from '../shared/money.js';
import { DomainError } from '../shared/problem.js';
import { placeOf } from '../tariffs/index.js';
import { subtotalOf } from './domain/totals.js';
import type { Address } from '../shared/addresses/address.js';
import { totalsView } from './order-view.js';
import type { QuoteDto } from './orders.dto.js';
import { readPlacingFacts } from './placing-facts.sql.js';
import { priceOf } from './pricing.js';

export interface QuoteWish {
  readonly shippingAddress: Address;
  /** Absent: what is in the cart. */
  readonly items?: readonly Units[];
  readonly allowPartial?: boolean;
}

/** The totals that an order would have now. Promises nothing: no price is kept and no unit held. */
@Injectable()
export class QuoteOrder {
  constructor(private readonly uow: UnitOfWork) {}

  /** 400 `cart_empty`, and as `priceOf` refuses. */
  async run(customerId: string, { shippingAddress, items, allowPartial }: QuoteWish): Promise<QuoteDto> {
    const facts = await readPlacingFacts(this.uow.db, customerId, items, placeOf(shippingAddress));
    if (facts.lines.length === 0) throw new DomainError('cart_empty');
    const { currency, lines, unavailable, totals } = priceOf(facts, { allowPartial });
    return {
      ...totalsView(totals, currency),
      items: lines.map((line) => ({
        productId: line.productId,
        productName: line.productName,
        quantity: line.quantity,
        price: toMajor(line.priceMinor, currency),
        subtotal: toMajor(subtotalOf(line), currency),
        ...(line.backordered > 0 && { backordered: line.backordered }),
      })),
      ...(unavailable.length > 0 && { partial: true, unavailableItems: [...unavailable] }),
    };
  }
}
