import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { refuse } from '../../shared/refusal.ts';
import { isMoment } from './moment.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A path's day of the calendar, `YYYY-MM-DD`. Refuses `not_found` for what is none. */
@Injectable()
export class DayPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !DAY.test(value) || !isMoment(`${value}T00:00:00Z`)) throw refuse('not_found');
    return value;
  }
}

/** `@DayParam() day: string` for `:day`. */
export function DayParam(name: string = 'day'): ParameterDecorator {
  return (target, key, index) => {
    Param(name, DayPipe)(target, key, index);
    const handler = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || handler === undefined) return;
    ApiParam({ name, schema: { type: 'string', format: 'date', example: '2026-11-20' } })(target, key, handler);
  };
}
