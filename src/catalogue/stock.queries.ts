import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { isUuid } from '../shared/ids.js';
import { fromCursor, toCursor } from '../shared/page-cursor.js';
import { DomainError } from '../shared/problem.js';
import { isProductId } from './product-id.js';
import type {
  ListMovementsDto,
  ListStockDto,
  StockLevelDto,
  StockListDto,
  StockMovementListDto,
} from './stock.dto.js';

const LEVEL = sql`
  select s.product_id as "productId", p.name as "productName", s.on_hand as "onHand", s.held,
    s.on_hand - s.held as available, s.low_at as "lowAt", coalesce(s.on_hand - s.held <= s.low_at, false) as "isLow"
  from stock s join products p on p.id = s.product_id`;

interface MovementRow {
  readonly id: string;
  readonly kind: string;
  readonly onHand: number;
  readonly held: number;
  readonly orderId: string | null;
  readonly reason: string | null;
  readonly actor: string;
  readonly at: string;
}

/** Stock as those see it who keep it. Outside a transaction, one statement each. */
@Injectable()
export class StockQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** 404 `product_not_found`. */
  async get(productId: string): Promise<StockLevelDto> {
    const { rows } = isProductId(productId)
      ? await sql<StockLevelDto>`${LEVEL} where s.product_id = ${productId}`.execute(this.uow.db)
      : { rows: [] };
    if (!rows[0]) throw new DomainError('product_not_found', { productId });
    return rows[0];
  }

  /** By product id. */
  async list({ low, limit, cursor }: ListStockDto): Promise<StockListDto> {
    const [after] = cursor === undefined ? [null] : fromCursor(cursor, 1);
    const { rows } = await sql<StockLevelDto>`
      ${LEVEL} where (${after}::text is null or s.product_id > ${after})
        and (${low ?? null}::boolean is null or coalesce(s.on_hand - s.held <= s.low_at, false) = ${low ?? null})
      order by s.product_id limit ${limit + 1}`.execute(this.uow.db);
    const stock = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    return { stock, pageInfo: { nextCursor: hasMore ? toCursor([stock.at(-1)!.productId]) : null, hasMore } };
  }

  /** Newest first. 404 `product_not_found`. */
  async movements(productId: string, { limit, cursor }: ListMovementsDto): Promise<StockMovementListDto> {
    await this.get(productId);
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const { rows } = await sql<MovementRow>`
      select m.id, m.kind, m.on_hand_delta as "onHand", m.held_delta as held, m.reason, m.actor,
        m.order_number as "orderId", to_jsonb(m.occurred_at) #>> '{}' as at
      from stock_movements m
      where m.product_id = ${productId}
        and ${after ? sql`(m.occurred_at, m.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`}
      order by m.occurred_at desc, m.id desc limit ${limit + 1}`.execute(this.uow.db);
    const page = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    return {
      movements: page.map(({ kind, onHand, held, orderId, reason, actor, at }) => {
        return { kind, onHand, held, orderId, reason, actor, at: new Date(at).toISOString() };
      }),
      pageInfo: { nextCursor: hasMore ? toCursor([page.at(-1)!.at, page.at(-1)!.id]) : null, hasMore },
    };
  }
}

function readCursor(cursor: string): { at: string; id: string } {
  const [at, id] = fromCursor(cursor, 2) as [string, string];
  if (!Number.isNaN(Date.parse(at)) && isUuid(id)) return { at, id };
  const errors = [{ field: 'cursor', message: 'cursor must be a nextCursor of this list' }];
  throw new DomainError('validation_failed', { errors });
}
