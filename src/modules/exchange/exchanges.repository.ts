import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import type { Exchange } from './exchange.ts';
import type { Quote } from './quote.ts';

type ExchangeRow = Prisma.FxExchangeGetPayload<object>;

@Injectable()
export class ExchangesRepository {
  constructor(private readonly postgres: Postgres) {}

  async insert(tx: Tx, { quote, ...exchange }: Exchange): Promise<void> {
    await tx.fxExchange.create({ data: { ...exchange, quoteId: quote.id } });
  }

  /** The user's own exchange; undefined also when it is somebody else's. */
  async findOwn(userId: string, id: string, reader: Tx = this.postgres.prisma): Promise<Exchange | undefined> {
    const row = await reader.fxExchange.findUnique({ where: { id, userId } });
    return row ? (await withQuotes([row], reader))[0] : undefined;
  }

  /** Newest first, `limit + 1` rows at most. */
  async ofUser(userId: string, { beforeId, limit }: { beforeId?: string; limit: number }): Promise<Exchange[]> {
    const rows = await this.postgres.prisma.fxExchange.findMany({
      where: { userId, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return withQuotes(rows, this.postgres.prisma);
  }
}

async function withQuotes(rows: readonly ExchangeRow[], reader: Tx): Promise<Exchange[]> {
  const quotes = await reader.fxQuote.findMany({ where: { id: { in: rows.map(({ quoteId }) => quoteId) } } });
  const byId = new Map<string, Quote>(quotes.map((quote) => [quote.id, quote]));
  return rows.map(({ quoteId, ...row }) => {
    const quote = byId.get(quoteId);
    // A foreign key keeps it there.
    if (!quote) throw new Error('an exchange has lost its quote');
    return { ...row, quote };
  });
}
