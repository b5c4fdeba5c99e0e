import { publicId } from '../shared/ids.js';
import { isoTime } from './order-view.js';
import type { ReturnRow } from './return-row.js';
import type { ReturnDto } from './returns.dto.js';

export function returnView(back: ReturnRow): ReturnDto {
  return {
    returnId: publicId('ret', back.id),
    status: back.status,
    carriesRefund: back.carries_refund,
    reason: back.reason,
    note: back.decided_note,
    requestedBy: back.requested_by,
    refundId: back.refund_id && publicId('ref', back.refund_id),
    items: back.lines.map((line) => ({
      productId: line.product_id,
      quantity: line.quantity,
      restocked: line.restocked,
      writtenOff: line.written_off,
    })),
    requestedAt: isoTime(back.requested_at),
    decidedAt: back.decided_at && isoTime(back.decided_at),
    receivedAt: back.received_at && isoTime(back.received_at),
  };
}
