// Child: what the API is held against. Fastify with a JSON schema, and the same ledger behind it; nobody is asked who they are.
import { fastify } from 'fastify';
import { endWithParent, tell } from './child-side.ts';
import { openLedger } from './in-app.ts';

interface Wanted {
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
    required: ['fromWalletId', 'toWalletId', 'amount', 'currency'],
    properties: {
      ...{ fromWalletId: uuid, toWalletId: uuid },
      ...{ amount: { type: 'integer', minimum: 1 }, currency: { type: 'string', maxLength: 10 } },
    },
  },
};

endWithParent();
const { ledger } = await openLedger();
const server = fastify();

server.post<{ Body: Wanted }>('/transfers', { schema }, async ({ body, headers }, reply) => {
  const id = ledger.newTransferId();
  const scope = String(headers['idempotency-key']);
  await ledger.demandOnce(
    { scope, fingerprint: scope },
    {
      ...{ op: 'transfer', kind: 'transfer', id, debit: body.fromWalletId, credit: body.toWalletId },
      ...{ amount: BigInt(body.amount), asset: body.currency },
    },
  );
  return reply.status(201).send({ id, status: 'posted' });
});

const address = await server.listen({ port: 0, host: '127.0.0.1' });
tell({ ready: true, port: Number(new URL(address).port) });
