import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { refuse } from '../../shared/refusal.ts';

/** Two currencies, as a path names them. */
export interface Pair {
  readonly base: string;
  readonly quote: string;
}

const PAIR = /^([A-Z]{3,10})-([A-Z]{3,10})$/;

/** A path's pair of currencies. What is none names nothing of ours: refuses `not_found`. */
@Injectable()
export class PairPipe implements PipeTransform<unknown, Pair> {
  transform(value: unknown): Pair {
    const [, base, quote] = typeof value === 'string' ? (PAIR.exec(value) ?? []) : [];
    if (base === undefined || quote === undefined) throw refuse('not_found', 'Name two currencies, such as USD-INR');
    return { base, quote };
  }
}

/** `@PairParam() pair: Pair` for `:pair`. */
export function PairParam(): ParameterDecorator {
  return (target, key, index) => {
    Param('pair', PairPipe)(target, key, index);
    const handler = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key === undefined || handler === undefined) return;
    const schema = { type: 'string', pattern: PAIR.source } as const;
    ApiParam({ name: 'pair', schema, example: 'USD-INR' })(target, key, handler);
  };
}
