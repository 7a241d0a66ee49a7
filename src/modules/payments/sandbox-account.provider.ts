import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import type {
  BalanceChange,
  BalancePage,
  DisputeReport,
  EvidenceOutcome,
  EvidenceRequest,
  PayoutReport,
  Period,
  ProviderAccount,
} from './provider-account.ts';
import { SANDBOX } from './sandbox.provider.ts';
import {
  SandboxAccountRepository,
  type SandboxChange,
  type SandboxDispute,
  type SandboxPayout,
} from './sandbox-account.repository.ts';

/** The token whose charges are disputed by the owner of the card. */
export const DISPUTED_TOKEN = 'sandbox_dispute';
/** Evidence with these words in it wins; any other loses. */
export const WINNING_EVIDENCE = 'winning_evidence';
export const SANDBOX_BANK = 'sandbox_bank';
const DISPUTE_PREFIX = 'dp_';
const REFUND_PREFIX = 're_';

/** What the sandbox keeps for itself: of a charge a share and a fixed part, of a dispute a fixed part; in minor units. */
const CHARGE_FEE = { basisPoints: 290n, fixed: 30n };
const DISPUTE_FEE = 1_500n;
const BASIS_POINTS = 10_000n;

/** Our account at the sandbox: it takes fees, is told of disputes, and pays out when it is asked to. */
@Injectable()
export class SandboxAccount implements ProviderAccount {
  readonly name = SANDBOX;

  constructor(
    private readonly books: SandboxAccountRepository,
    private readonly clock: Clock,
  ) {}

  async dispute(reference: string): Promise<DisputeReport> {
    const dispute = await this.books.dispute(reference.slice(DISPUTE_PREFIX.length));
    if (!dispute) throw new Error('there is no such dispute');
    const { chargeKey: paymentId, amount: amountMinor, currency, dueAt: evidenceDueAt } = dispute;
    const said = { reference, paymentId, amountMinor, currency, evidenceDueAt, reason: 'fraudulent' };
    return { ...said, status: statusOf(dispute, this.clock.now()), submissions: dispute.evidenceAt === null ? 0 : 1 };
  }

  async submitEvidence({ dispute, text }: EvidenceRequest): Promise<EvidenceOutcome> {
    const chargeKey = dispute.slice(DISPUTE_PREFIX.length);
    const verdict = text?.includes(WINNING_EVIDENCE) ? 'won' : 'lost';
    const taken = await this.books.takeEvidence(chargeKey, verdict);
    const hasIt = taken || ((await this.books.dispute(chargeKey))?.evidenceAt ?? null) !== null;
    return hasIt ? { status: 'accepted' } : { status: 'refused', failureCode: 'evidence_not_accepted' };
  }

  async payout(reference: string): Promise<PayoutReport> {
    const payout = await this.books.payout(reference);
    if (!payout) throw new Error('there is no such payout');
    return payoutReportOf(payout, this.clock.now());
  }

  async balanceChanges(time: Period, after = ''): Promise<BalancePage> {
    await this.books.openDisputes([DISPUTED_TOKEN]);
    const rows = await this.books.changes(time, after);
    const changes = rows.map(changeOf);
    const next = rows.at(-1)?.reference;
    return next === undefined ? { changes } : { changes, next };
  }
}

function statusOf({ verdict, evidenceAt, decidedAt }: SandboxDispute, now: Date): DisputeReport['status'] {
  if (decidedAt <= now) return verdict;
  return evidenceAt === null ? 'opened' : 'under_review';
}

function payoutReportOf({ reference, amount, currency, arrivesAt, failsAt }: SandboxPayout, now: Date): PayoutReport {
  const said = { reference, amountMinor: amount, currency, destination: SANDBOX_BANK, arrivesAt };
  if (failsAt !== null && failsAt <= now) return { ...said, status: 'failed', failureCode: 'account_closed' };
  return { ...said, status: arrivesAt !== null && arrivesAt <= now ? 'paid' : 'in_transit' };
}

function changeOf({ reference, type, chargeKey, payout, amount, currency, occurredAt }: SandboxChange): BalanceChange {
  const fee = feeOf(type, amount);
  const said = { reference, type, amountMinor: amount, feeMinor: fee, currency, occurredAt };
  const about = chargeKey === null ? {} : { paymentId: chargeKey };
  if (payout !== null) return { ...said, subject: { kind: 'payout', reference: payout } };
  if (type === 'refund') return { ...said, ...about, refundId: reference.slice(REFUND_PREFIX.length) };
  if (!type.startsWith('dispute')) return { ...said, ...about };
  return { ...said, ...about, subject: { kind: 'dispute', reference: `${DISPUTE_PREFIX}${chargeKey}` } };
}

function feeOf(type: string, amount: bigint): bigint {
  if (type === 'dispute') return DISPUTE_FEE;
  return type === 'charge' ? (amount * CHARGE_FEE.basisPoints) / BASIS_POINTS + CHARGE_FEE.fixed : 0n;
}
