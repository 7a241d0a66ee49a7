import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';

const RFC_3339 = /^\d{4}-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Whether the text is an RFC 3339 moment that exists, between the years 1900 and 2200. */
export function isMoment(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const match = RFC_3339.exec(value);
  const ms = Date.parse(value);
  if (!match || Number.isNaN(ms) || ms < EARLIEST_MS || ms >= LATEST_MS) return false;
  // JavaScript rolls 30 February over into March; such a day is refused instead.
  const daysInMonth = new Date(Date.UTC(Number(value.slice(0, 4)), Number(match[1]), 0)).getUTCDate();
  return Number(match[2]) <= daysInMonth;
}

/** A moment on the wire: RFC 3339 with a zone, at most milliseconds. */
export function Moment(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'date-time' }),
    ValidateBy({
      name: 'moment',
      validator: {
        validate: isMoment,
        defaultMessage: buildMessage(
          (each) => `${each}$property must be an RFC 3339 moment such as 2026-11-20T20:15:00.000Z`,
        ),
      },
    }),
  );
}
