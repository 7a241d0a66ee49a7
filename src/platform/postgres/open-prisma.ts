import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from './prisma-client.ts';

/** The part of the client that gathers reads; its types leave it out. */
interface Gathering {
  readonly _requestHandler?: { readonly dataloader?: { readonly options?: { batchBy?: unknown } } };
}

/** Prisma on a pool. Each of its statements is made where it is asked for, and by itself. */
export function openPrisma(pool: Pool): PrismaClient {
  const client = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  const options = (client as Gathering)._requestHandler?.dataloader?.options;
  if (typeof options?.batchBy !== 'function')
    throw new Error('Prisma gathers reads in another way than this code knows of');
  // It makes one statement of the reads by key of one turn of the event loop, whoever asked for them, and in the context of the
  // first: one person's read would run on behalf of another.
  options.batchBy = (): undefined => undefined;
  return client;
}
