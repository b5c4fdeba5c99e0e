import { publicId } from '../../shared/ids.js';
import type { DISABLED_REASONS, EndpointDto } from './webhook-endpoint.dto.js';

/** A row of webhook_endpoints, but for its secrets. */
export interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly events: string[];
  readonly description: string | null;
  readonly disabled_reason: (typeof DISABLED_REASONS)[number] | null;
  readonly failing_since: string | null;
  readonly previous_secret_until: string | null;
  readonly created_at: string;
}

export const endpointView = (row: EndpointRow): EndpointDto => ({
  id: publicId('we', row.id),
  url: row.url,
  events: row.events,
  description: row.description,
  enabled: row.disabled_reason === null,
  disabledReason: row.disabled_reason,
  failingSince: isoTimeOrNull(row.failing_since),
  previousSecretUntil: isoTimeOrNull(row.previous_secret_until),
  createdAt: new Date(row.created_at).toISOString(),
});

export const isoTimeOrNull = (moment: string | null): string | null =>
  moment === null ? null : new Date(moment).toISOString();
