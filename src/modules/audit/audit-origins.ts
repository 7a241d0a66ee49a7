import { Injectable } from '@nestjs/common';
import { ArchiveBox, type SecretPlace } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { WrittenEvent } from './chained-event.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a request came from, and whose it was as far as is known. */
interface Origin {
  readonly ip?: string;
  readonly userAgent?: string;
  readonly person?: string;
}

/** What the log says of it: sealed for a person, or in plain text of nobody. */
type LoggedOrigin = { readonly origin: string; readonly originOf: string } | Omit<Origin, 'person'>;

type Event = Readonly<Record<string, unknown>>;

/**
 * Where requests came from, in a log in which nothing can be changed: sealed with a key of the person's. When they are forgotten, the key
 * is, and what the log holds of it is noise; its hashes stay right.
 */
@Injectable()
export class AuditOrigins {
  constructor(private readonly box: ArchiveBox) {}

  /** Gives for each of these events what the log will say of where it came from, as JSON; null when that is nothing. */
  async sealing(tx: Tx, events: readonly WrittenEvent[]): Promise<(event: WrittenEvent) => string | null> {
    const origins = new Map(events.map(({ eventId, origin }) => [eventId, originOf(origin)]));
    const seal = await this.box.sealer(tx, personsOf([...origins.values()].map((origin) => origin?.person)));
    return ({ eventId }) => {
      const { person = '', ...where } = origins.get(eventId) ?? {};
      const text = canonicalJson(where);
      const archived = seal(person, text, placeOf(eventId));
      if (archived === 'forgotten' || text === '{}') return null;
      const logged: LoggedOrigin = archived === 'nobody' ? where : { origin: archived.sealed, originOf: person };
      return canonicalJson(logged);
    };
  }

  /** The events of the log with what is sealed in them opened, where its person is still known. `only` opens what is of that person alone. */
  async opened<T extends Event>(events: readonly T[], only?: string): Promise<T[]> {
    const wanted = events
      .map(({ originOf: person }) => person)
      .filter((person) => only === undefined || person === only);
    const open = await this.box.opener(personsOf(wanted));
    return events.map((event) => {
      const { origin, originOf: person, eventId } = event;
      if (typeof origin !== 'string' || typeof person !== 'string' || typeof eventId !== 'string') return event;
      const text = open(person, origin, placeOf(eventId));
      return text === undefined ? event : { ...event, ...(JSON.parse(text) as Origin) };
    });
  }
}

function originOf(text: string | null): Origin | undefined {
  return text === null ? undefined : (JSON.parse(text) as Origin);
}

// What an event is about may be a person or anything else.
function personsOf(names: readonly unknown[]): string[] {
  return [...new Set(names)].filter((name): name is string => typeof name === 'string' && UUID.test(name));
}

function placeOf(eventId: string): SecretPlace {
  return { table: 'audit_event', column: 'logged_origin', rowId: eventId };
}
