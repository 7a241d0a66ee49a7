import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { type FileLimits, StatementFiles } from './statement-files.ts';

const LIMITS: FileLimits = { underWay: 3, underWayOfUser: 2, stallMs: 50, wholeMs: 60_000 };

class SmallFiles extends StatementFiles {
  protected override readonly limits = LIMITS;
}

class BriefFiles extends StatementFiles {
  protected override readonly limits = { ...LIMITS, stallMs: 60_000, wholeMs: 100 };
}

const endless = (): Readable =>
  new Readable({
    read() {
      this.push(Buffer.alloc(16_384));
    },
  });

describe('statement files under way', () => {
  let told: string[];
  beforeEach(() => {
    told = [];
    Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (text: string) => told.push(text) });
  });
  afterEach(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });

  it('are so many for each person and for all, and a file that is over makes place', async () => {
    const files = new SmallFiles();
    const refused = expect.objectContaining({ code: 'rate_limited', extras: { retryAfterSeconds: 5 } }) as Error;
    const first = files.opener('ada')(endless);
    const others = [files.opener('ada')(endless)];
    expect(() => files.opener('ada')(endless)).toThrow(refused);
    others.push(files.opener('bob')(endless));
    expect(() => files.opener('cy')(endless)).toThrow(refused);
    first.destroy();
    await once(first, 'close');
    others.push(files.opener('cy')(() => Readable.from([Buffer.from('whole')])));
    expect(await others[2]?.toArray()).toEqual([Buffer.from('whole')]);
    await once(files.opener('cy')(endless).destroy(), 'close');
    expect(told).toEqual([]);
    for (const file of others) file.destroy();
  });

  it('are cut short when nobody reads them, and that is logged', async () => {
    const [source, files] = [endless(), new SmallFiles()];
    const file = files.opener('ada')(() => source);
    await expect(once(file, 'end')).rejects.toThrow('no progress in 50 ms');
    expect([file.destroyed, source.destroyed]).toEqual([true, true]);
    expect(told).toEqual(['A statement file was cut short: no progress in 50 ms']);
  });

  it('are cut short when they are read without end, however steadily', async () => {
    const [source, files] = [endless(), new BriefFiles()];
    const file = files.opener('ada')(() => source);
    const reading = setInterval(() => void file.read(), 5);
    try {
      await expect(once(file, 'end')).rejects.toThrow('not read to its end in 100 ms');
    } finally {
      clearInterval(reading);
    }
    expect(source.destroyed).toBe(true);
    expect(told).toEqual(['A statement file was cut short: not read to its end in 100 ms']);
  });

  it('that break off are logged', async () => {
    const failing = () => new Readable({ read: () => undefined }).destroy(new Error('the database is gone'));
    const file = new SmallFiles().opener('ada')(failing);
    await expect(once(file, 'end')).rejects.toThrow('the database is gone');
    expect(told).toEqual(['A statement file was cut short: the database is gone']);
  });
});
