// The physical limit beside which the API is measured: Fastify with a JSON schema, and the same SQL in one statement.
import { fastify } from 'fastify';
import { Pool } from 'pg';

interface Wanted {
  readonly id: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly amount: number;
  readonly currency: string;
}

const uuid = { type: 'string', format: 'uuid' };
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'fromWalletId', 'toWalletId', 'amount', 'currency'],
    properties: {
      ...{ id: uuid, fromWalletId: uuid, toWalletId: uuid },
      ...{ amount: { type: 'integer', minimum: 1 }, currency: { type: 'string' } },
    },
  },
};

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const app = fastify();

app.post<{ Body: Wanted }>('/transfers', { schema }, async ({ body, headers }, reply) => {
  const command = {
    ...{ op: 'transfer', kind: 'transfer', id: body.id, debit: body.fromWalletId, credit: body.toWalletId },
    ...{ amount: String(body.amount), asset: body.currency },
  };
  await pool.query({
    name: 'post-once',
    text: 'select ledger_post_once($1, $2, $3::jsonb, $4::timestamptz) as once',
    values: [String(headers['idempotency-key']), 'bare', JSON.stringify([command]), new Date()],
  });
  return reply.status(201).send({ id: body.id, status: 'posted' });
});

const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: Number(new URL(address).port) });
process.on('disconnect', () => process.exit(0));
