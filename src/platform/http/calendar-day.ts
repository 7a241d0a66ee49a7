import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';
import { isMoment } from './moment.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a day that exists, `YYYY-MM-DD`, between the years 1900 and 2200. */
export function isCalendarDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value) && isMoment(`${value}T00:00:00Z`);
}

/** A day of the calendar on the wire. */
export function CalendarDay(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'date' }),
    ValidateBy({
      name: 'calendarDay',
      validator: {
        validate: isCalendarDay,
        defaultMessage: buildMessage((each) => `${each}$property must be a day such as 1990-04-17`),
      },
    }),
  );
}
