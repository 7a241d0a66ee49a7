import { Injectable, Logger } from '@nestjs/common';
import { PersonalValuesRepository } from './personal-values.repository.ts';
import { SealedValuesRepository } from './sealed-values.repository.ts';

/** How many persons, or other values, are done between two reports of progress. */
const CHUNK = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface Renewing {
  /** Also what is of no person: to look through it takes time, and finds nothing but while a key is being replaced. */
  readonly all: boolean;
  readonly report: (renewed: number) => Promise<void>;
}

/** Everything that is sealed and kept. */
@Injectable()
export class ValuesUnderKeys {
  private readonly logger = new Logger('Keys');

  constructor(
    private readonly personal: PersonalValuesRepository,
    private readonly others: SealedValuesRepository,
  ) {}

  /** Seals anew what was sealed before the data key of that version. `failed` are the persons something of whom does not open. */
  async renew(version: number, { all, report }: Renewing): Promise<{ renewed: number; failed: string[] }> {
    const failed: string[] = [];
    let renewed = 0;
    let after = BEFORE_ALL;
    for (let persons = await this.personal.behind(version, after, CHUNK); persons.length > 0;) {
      for (const person of persons) if (!(await this.renewPerson(person))) failed.push(person);
      renewed += persons.length;
      await report(renewed);
      after = persons.at(-1) ?? after;
      persons = await this.personal.behind(version, after, CHUNK);
    }
    for (let done = all ? await this.others.renewSome(CHUNK) : 0; done > 0; done = await this.others.renewSome(CHUNK)) {
      renewed += done;
      await report(renewed);
    }
    return { renewed: renewed - failed.length, failed };
  }

  private async renewPerson(person: string): Promise<boolean> {
    try {
      await this.personal.renew(person);
      return true;
    } catch (error) {
      this.logger.error(`not sealed anew: ${error instanceof Error ? error.message : 'unknown failure'}`);
      return false;
    }
  }
}
