import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Evidence, EvidenceStage, EvidenceStatus } from './evidence.ts';
import type { EvidenceDocument, EvidenceOutcome } from './provider-account.ts';

const PENDING = 'pending';

export type NewEvidence = Pick<Evidence, 'id' | 'disputeId' | 'text' | 'documents' | 'submittedBy' | 'stage'>;

type EvidenceRow = Prisma.DisputeEvidenceGetPayload<object>;

@Injectable()
export class EvidenceRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** All of a dispute's, oldest first: the provider refuses few before it takes one. */
  async ofDispute(disputeId: string, reader: Tx = this.postgres.prisma): Promise<Evidence[]> {
    const rows = await reader.disputeEvidence.findMany({ where: { disputeId }, orderBy: { id: 'asc' } });
    return rows.map(toEvidence);
  }

  /** What is to be sent for the dispute of this name. */
  async pendingFor(provider: string, reference: string): Promise<Evidence | undefined> {
    const { prisma } = this.postgres;
    const dispute = await prisma.paymentDispute.findUnique({
      where: { provider_reference: { provider, reference } },
      select: { id: true },
    });
    if (!dispute) return undefined;
    const row = await prisma.disputeEvidence.findFirst({ where: { disputeId: dispute.id, status: PENDING } });
    return row ? toEvidence(row) : undefined;
  }

  /** Whether any is on its way, or was accepted at that stage. */
  async stands(tx: Tx, disputeId: string, stage: EvidenceStage): Promise<boolean> {
    const OR = [{ status: PENDING }, { status: 'accepted', stage }];
    return (await tx.disputeEvidence.count({ where: { disputeId, OR } })) > 0;
  }

  async insert(tx: Tx, { documents, ...evidence }: NewEvidence): Promise<Evidence> {
    const kept = documents.map(({ kind, reference }) => ({ kind, reference }));
    const data = { ...evidence, documents: kept, status: PENDING, createdAt: this.clock.now() };
    return toEvidence(await tx.disputeEvidence.create({ data }));
  }

  /** It is about to be sent: at this stage, after so many submissions. */
  async sending(tx: Tx, id: string, sent: Pick<Evidence, 'stage' | 'submissionsBefore'>): Promise<void> {
    await tx.disputeEvidence.updateMany({ where: { id, status: PENDING }, data: sent });
  }

  /** Writes what the provider made of it, once. */
  async resolve(tx: Tx, id: string, { status, failureCode }: EvidenceOutcome): Promise<void> {
    const data = { status, failureCode: failureCode ?? null, resolvedAt: this.clock.now() };
    await tx.disputeEvidence.updateMany({ where: { id, status: PENDING }, data });
  }
}

function toEvidence({ documents, status, stage, ...row }: EvidenceRow): Evidence {
  const kept = documents as unknown as readonly EvidenceDocument[];
  return { ...row, documents: kept, status: status as EvidenceStatus, stage: stage as EvidenceStage };
}
