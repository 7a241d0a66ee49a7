import { ApiProperty } from '@nestjs/swagger';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import type { LoggedMovement } from './logged-movement.ts';
import { type MovementPart, SUBJECTS, type Subject } from './movement.ts';
import { DECISIONS, type Judgement } from './rule.ts';

const OUTCOMES = [...DECISIONS, 'watched'] as const;

export class MovementPartDto {
  /**
   * Minor units.
   * @example 5000
   */
  amount!: number;
  /** @example 'INR' */
  currency!: string;
  /** The wallet, or the person, that gets it. */
  payee!: string;

  static from({ amount, currency, payee }: MovementPart): MovementPartDto {
    return { amount: onWire(amount), currency, payee };
  }
}

export class ShadowDto {
  /** @example 60 */
  score!: number;
  /** @example ['rule:much_to_somebody_new:1'] */
  reasons!: string[];

  static from({ score, reasons }: Judgement): ShadowDto {
    return { score, reasons: [...reasons] };
  }
}

export class MovementDto {
  id!: string;
  userId!: string;
  @ApiProperty({ enum: SUBJECTS, example: 'transfer' })
  subject!: Subject;
  parts!: MovementPartDto[];
  /** A hash of what the client said that it is. */
  device!: string | null;
  /** What was decided; watched when no rule decided. */
  @ApiProperty({ enum: OUTCOMES, example: 'allow' })
  decision!: (typeof OUTCOMES)[number];
  /** @example 0 */
  score!: number;
  /** @example ['rule:much_to_somebody_new:1'] */
  reasons!: string[];
  /** What rules in the shadow would have added. */
  shadow!: ShadowDto;
  at!: Date;

  static from({
    id,
    userId,
    subject,
    parts,
    device,
    decision,
    score,
    reasons,
    shadow,
    atMs,
  }: LoggedMovement): MovementDto {
    return {
      ...{ id, userId, subject, parts: parts.map(MovementPartDto.from), device: device ?? null, decision, score },
      ...{ reasons: [...reasons], shadow: ShadowDto.from(shadow), at: new Date(atMs) },
    };
  }
}

export class MovementListDto {
  data!: MovementDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<LoggedMovement>): MovementListDto {
    return { data: data.map(MovementDto.from), hasMore, nextCursor };
  }
}
