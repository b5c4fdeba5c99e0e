import { isISO8601, isRFC3339, ValidateBy } from 'class-validator';

/** A moment that there is, with its offset from UTC, as RFC 3339 writes it. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value) =>
        isRFC3339(value) && isISO8601(value, { strict: true }) && !Number.isNaN(Date.parse(value as string)),
      defaultMessage: () => '$property must be a moment like 2026-11-25T14:05:00Z',
    },
  });
