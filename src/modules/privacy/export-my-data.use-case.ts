import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { PersonalDataReader } from './personal-data-reader.ts';

/** Everything that is kept of a person, as one JSON document that is written while it is read. */
@Injectable()
export class ExportMyData {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: PersonalDataReader,
    private readonly clock: Clock,
  ) {}

  async execute(personId: string): Promise<() => Readable> {
    await this.transactions.run((tx) =>
      audit.record(tx, { service: 'privacy', action: 'data.exported', subjectId: personId }),
    );
    return () => Readable.from(this.document(personId));
  }

  private async *document(personId: string): AsyncGenerator<string> {
    yield `{"exportedAt":"${this.clock.now().toISOString()}","person":"${personId}"`;
    for (const [store, sections] of Object.entries(this.reader.sectionsOf(personId))) {
      yield `,"${store}":{`;
      let before = '';
      for (const { name, pages } of sections) {
        yield `${before}"${name}":[`;
        yield* joined(pages);
        yield ']';
        before = ',';
      }
      yield '}';
    }
    yield '}';
  }
}

async function* joined(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let before = '';
  for await (const page of pages) {
    yield before + page.join(',');
    before = ',';
  }
}
