import { ArrayUnique, IsIn, Matches } from 'class-validator';
import { NestedList } from '../../platform/http/nested.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import { DEBTS, type DebtKind, DISPUTE_STATUSES, type Dispute, type DisputeStatus } from './dispute.ts';
import type { DisputeFile } from './dispute-reads.use-case.ts';
import type { Evidence, EvidenceStatus } from './evidence.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from './provider-account.ts';

const MAX_TEXT_LENGTH = 20_000;
const MAX_DOCUMENTS = 5;
/** A name, and no address: nothing is fetched. */
const FILE_NAME = /^[A-Za-z0-9_-]{1,128}$/;

export class DisputesQueryDto extends PageQueryDto {
  /** @example 'opened' */
  @OptionalField()
  @IsIn(DISPUTE_STATUSES)
  status?: DisputeStatus;

  /** Only this payment's. */
  @OptionalField()
  @Uuid()
  paymentId?: string;

  /**
   * Only those of which something is owed: that is `collected` still, or is `to_write_off`, for nobody is left who could pay it.
   * @example 'to_write_off'
   */
  @OptionalField()
  @IsIn(DEBTS)
  debt?: DebtKind;
}

export class EvidenceDocumentDto {
  /**
   * What it shows; each kind once.
   * @example 'receipt'
   */
  @IsIn(EVIDENCE_KINDS)
  kind!: EvidenceKind;

  /**
   * The provider's name for a file that was uploaded there.
   * @example 'file_1PqrStu'
   */
  @Matches(FILE_NAME)
  reference!: string;
}

export class SubmitEvidenceDto {
  /**
   * What the bank should know.
   * @example 'The wallet was topped up and spent by the owner of the card'
   */
  @PlainText({ min: 1, max: MAX_TEXT_LENGTH })
  text!: string;

  /** @example [{ "kind": "receipt", "reference": "file_1PqrStu" }] */
  @OptionalField()
  @NestedList(() => EvidenceDocumentDto, { min: 1, max: MAX_DOCUMENTS })
  @ArrayUnique((document?: EvidenceDocumentDto | null) => document?.kind)
  documents?: EvidenceDocumentDto[];
}

export class EvidenceDto {
  id!: string;
  /** @example 'accepted' */
  status!: EvidenceStatus;
  text!: string | null;
  documents!: EvidenceDocumentDto[];
  /** Who submitted it. */
  submittedBy!: string;
  /**
   * Why the provider refused it.
   * @example null
   */
  failureCode!: string | null;
  createdAt!: Date;
  resolvedAt!: Date | null;

  static from(evidence: Evidence): EvidenceDto {
    const { id, status, text, documents, submittedBy, failureCode, createdAt, resolvedAt } = evidence;
    return { id, status, text, documents: [...documents], submittedBy, failureCode, createdAt, resolvedAt };
  }
}

export class DisputeDto {
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d */
  id!: string;
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5c */
  paymentId!: string;
  /** @example sandbox */
  provider!: string;
  /**
   * The provider's name for it.
   * @example dp_1PqrStu
   */
  reference!: string;
  /**
   * `warning` is a question that may become a dispute, `closed` one that did not.
   * @example opened
   */
  status!: DisputeStatus;
  /**
   * In the provider's words.
   * @example fraudulent
   */
  reason!: string;
  /**
   * In minor units.
   * @example 1250
   */
  amount!: number;
  /** @example INR */
  currency!: string;
  /**
   * What the wallet did not have when the money was kept, and was not collected since.
   * @example 0
   */
  owed!: number;
  /**
   * What of the debt was given up.
   * @example 0
   */
  writtenOff!: number;
  /** When what is owed is collected next. Null when nothing is owed, or nobody is left who could pay it. */
  collectAt!: Date | null;
  /** Until when evidence is taken. */
  evidenceDueAt!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  /** @example 2 */
  version!: number;

  static from(dispute: Dispute): DisputeDto {
    const { id, paymentId, provider, reference, status, reason, currency, evidenceDueAt } = dispute;
    const { collectAt, createdAt, updatedAt, version } = dispute;
    const debt = { owed: onWire(dispute.owed), writtenOff: onWire(dispute.writtenOff) };
    const amounts = { amount: onWire(dispute.amount), ...debt };
    const what = { id, paymentId, provider, reference, status, reason, ...amounts, currency };
    return { ...what, collectAt, evidenceDueAt, createdAt, updatedAt, version };
  }
}

export class DisputeFileDto extends DisputeDto {
  /** All that was submitted, oldest first. */
  evidence!: EvidenceDto[];

  static fromFile({ dispute, evidence }: DisputeFile): DisputeFileDto {
    return { ...DisputeDto.from(dispute), evidence: evidence.map(EvidenceDto.from) };
  }
}

export class DisputeListDto {
  data!: DisputeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
