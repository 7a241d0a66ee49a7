import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { takeDueInquiries } from './due-inquiries.repository.ts';
import type { SubjectKind, SubjectName } from './provider-account.ts';

/** Something at a provider that is asked about until it rests. */
export interface Subject extends SubjectName {
  readonly id: string;
  readonly provider: string;
  /** How often something was heard of it. */
  readonly heard: number;
}

const SUBJECT = { id: true, provider: true, kind: true, reference: true, heard: true } as const;
const OPEN = 'open';

@Injectable()
export class ProviderSubjects {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Something was heard of it: it is asked about now, and on the schedule from the start. */
  async hear(tx: Tx, provider: string, { kind, reference }: SubjectName): Promise<void> {
    const now = this.clock.now();
    const name = { provider, kind, reference };
    const due = { status: OPEN, inquireAt: now, inquiries: 0 };
    await tx.providerSubject.upsert({
      where: { provider_kind_reference: name },
      create: { id: this.ids.next(), ...name, ...due, createdAt: now },
      update: { ...due, heard: { increment: 1 } },
    });
  }

  /** It rests; unless something was heard of it since `subject` was read. */
  async close(tx: Tx, { id, heard }: Subject): Promise<void> {
    await tx.providerSubject.updateMany({ where: { id, heard }, data: { status: 'closed', inquireAt: null } });
  }

  async read(tx: Tx, provider: string, { kind, reference }: SubjectName): Promise<Subject> {
    const where = { provider_kind_reference: { provider, kind, reference } };
    return toSubject(await tx.providerSubject.findUniqueOrThrow({ where, select: SUBJECT }));
  }

  /** In no order. */
  async findMany(ids: readonly string[]): Promise<Subject[]> {
    const where = { id: { in: [...ids] } };
    return (await this.postgres.prisma.providerSubject.findMany({ where, select: SUBJECT })).map(toSubject);
  }

  /** Takes at most `limit` that are due for an inquiry; returns their ids. */
  takeDue(tx: Tx, limit: number): Promise<string[]> {
    return takeDueInquiries(tx, { table: 'provider_subject', statuses: [OPEN] }, { limit, now: this.clock.now() });
  }
}

function toSubject(row: Omit<Subject, 'kind'> & { readonly kind: string }): Subject {
  return { ...row, kind: row.kind as SubjectKind };
}
