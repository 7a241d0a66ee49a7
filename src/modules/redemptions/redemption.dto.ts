import { IsString, MaxLength, MinLength } from 'class-validator';
import { OrderDto } from '../orders/index.ts';
import type { Guest } from './bar.ts';
import type { IssuedCode } from './issue-redemption.use-case.ts';
import type { OrderAtTheBar } from './redemptions.ts';

const MAX_PAYLOAD_LENGTH = 512;

export class IssuedCodeDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  redemptionId!: string;
  /**
   * What the code says; scan it or send it as text.
   * @example 'tvt1.MDE5Mzlj.u3yq'
   */
  qrPayload!: string;
  /**
   * The code as an SVG picture.
   * @example '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
   */
  qrSvg!: string;
  /** @example '2026-11-21T20:16:00.000Z' */
  expiresAt!: string;

  static from({ redemption, qrPayload, qrSvg }: IssuedCode): IssuedCodeDto {
    return { redemptionId: redemption.id, qrPayload, qrSvg, expiresAt: redemption.expiresAt.toISOString() };
  }
}

export class ScanDto {
  /**
   * The text of the guest's code.
   * @example 'tvt1.MDE5Mzlj.u3yq'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_PAYLOAD_LENGTH)
  qrPayload!: string;
}

export class GuestDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e54' */
  id!: string;
  /** @example 'Bob' */
  firstName!: string;
}

export class ScannedDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  redemptionId!: string;
  /** @example 'scanned' */
  status!: 'scanned';
  order!: OrderDto;
  recipient!: GuestDto;

  static from({ redemption, order, guest }: OrderAtTheBar & { guest: Guest }, viewerId: string): ScannedDto {
    return { redemptionId: redemption.id, status: 'scanned', order: OrderDto.from(order, viewerId), recipient: guest };
  }
}

export class ConfirmedDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  redemptionId!: string;
  /** @example 'confirmed' */
  status!: 'confirmed';
  order!: OrderDto;

  static from({ redemption, order }: OrderAtTheBar, viewerId: string): ConfirmedDto {
    return { redemptionId: redemption.id, status: 'confirmed', order: OrderDto.from(order, viewerId) };
  }
}
