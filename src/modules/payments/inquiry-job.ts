import { Logger } from '@nestjs/common';
import { inChunks, type JobDefinition } from '../../platform/jobs/index.ts';

/** Inquired about at once. A chunk lasts at most two provider deadlines, well within the lease. */
const CHUNK_SIZE = 5;
const LEASE_SECONDS = 60;

/** What a provider is asked about, and how. */
export interface Inquiries<Item extends { readonly id: string }> {
  /** Such as `payment`: names the job and its log lines. */
  readonly of: string;
  takeDue(limit: number): Promise<string[]>;
  findMany(ids: readonly string[]): Promise<Item[]>;
  resume(item: Item): Promise<unknown>;
}

/** A job that asks the provider about everything whose outcome is not known and whose inquiry is due. */
export function inquiryJob<Item extends { readonly id: string }>(inquiries: Inquiries<Item>): JobDefinition {
  const logger = new Logger(`Inquiries:${inquiries.of}`);

  // One that cannot be resolved must not stop the others; its next inquiry is scheduled already.
  async function resume(item: Item): Promise<void> {
    try {
      await inquiries.resume(item);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown error';
      logger.error(`inquiry of ${inquiries.of} ${item.id} failed: ${why}`);
    }
  }

  return {
    name: `resolve-${inquiries.of}s`,
    cron: '*/10 * * * * *',
    leaseSeconds: LEASE_SECONDS,
    run: (context) =>
      inChunks(context, async () => {
        const taken = await inquiries.takeDue(CHUNK_SIZE);
        const due = await inquiries.findMany(taken);
        await Promise.all(due.map(resume));
        return taken.length;
      }),
  };
}
