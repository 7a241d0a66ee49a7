import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { Transactions } from '../postgres/index.ts';
import { audit } from './audit.ts';
import type { AuditedChange } from './audited-change.ts';

export const AUDITED_READ = 'trivet:audited-read';

type Read = Pick<AuditedChange, 'service' | 'action'>;

interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Writes down who saw what before they see it: an answer that cannot be written down is not given. */
@Injectable()
export class AuditedReadInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly transactions: Transactions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const read = this.reflector.get<Read>(AUDITED_READ, context.getHandler());
    const asked = context.switchToHttp().getRequest<FastifyRequest & Asked>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.transactions.run((tx) => audit.record(tx, readOf(read, asked, answer)));
        return answer;
      }),
    );
  }
}

function readOf(read: Read, { params, query }: Asked, answer: unknown): AuditedChange {
  const subjectId = Object.values(params)[0] ?? 'list';
  return { ...read, subjectId, after: { query, shown: idsOf(answer) } };
}

// What a list showed, by id; of anything else the address says it.
function idsOf(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) return [];
  return answer.data.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? [item.id] : [],
  );
}
