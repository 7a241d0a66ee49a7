import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, Matches, Max, Min } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import type { Page } from '../../shared/page.ts';
import { PERMISSION_NAME } from '../access/index.ts';
import {
  type ApiKeyStatus,
  type ApiKeyView,
  DEFAULT_LIFETIME_DAYS,
  MAX_GRACE_SECONDS,
  MAX_LIFETIME_DAYS,
  type ShownApiKey,
} from './api-key.ts';
import { publicPrefixOf } from './key-text.ts';

const MAX_NAME_LENGTH = 100;
const MAX_PERMISSIONS = 500;

export class CreateApiKeyDto {
  /** @example 'Nightly payouts' */
  @PlainText({ min: 1, max: MAX_NAME_LENGTH })
  name!: string;

  /**
   * What it may at most: only what you may yourself. When you may less one day, so may the key.
   * @example ['wallets:read', 'transfers:write']
   */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PERMISSIONS)
  @ArrayUnique()
  @Matches(PERMISSION_NAME, { each: true })
  permissions!: string[];

  /**
   * @example 90
   */
  @OptionalField()
  @IsInt()
  @Min(1)
  @Max(MAX_LIFETIME_DAYS)
  expiresInDays: number = DEFAULT_LIFETIME_DAYS;
}

export class RotateApiKeyDto {
  /**
   * How long the old secret goes on working beside the new one: up to a week. 0 ends it now.
   * @example 3600
   */
  @IsInt()
  @Min(0)
  @Max(MAX_GRACE_SECONDS)
  graceSeconds!: number;
}

export class ApiKeyDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'Nightly payouts' */
  name!: string;
  /**
   * What its text begins with: by it you know which key you have before you.
   * @example 'tvk_01939c1e5a3b7c1d9e2f0a1b2c3d4e5f'
   */
  prefix!: string;
  /** @example ['wallets:read', 'transfers:write'] */
  permissions!: string[];
  /** @example 'active' */
  status!: ApiKeyStatus;
  /** @example 1 */
  version!: number;
  createdAt!: Date;
  expiresAt!: Date;
  /** To the minute; null when it was never used. */
  lastUsedAt!: Date | null;
  rotatedAt!: Date | null;
  /** Until when the secret before the last rotation works; null when it does not. */
  oldSecretUntil!: Date | null;
  revokedAt!: Date | null;

  static of(key: ApiKeyView): ApiKeyDto {
    const { id, name, status, version, createdAt, expiresAt, lastUsedAt, rotatedAt, formerUntil, revokedAt } = key;
    return {
      ...{ id, name, prefix: publicPrefixOf(id), permissions: [...key.permissions], status, version },
      ...{ createdAt, expiresAt, lastUsedAt, rotatedAt, revokedAt },
      oldSecretUntil: formerUntil,
    };
  }
}

export class ShownApiKeyDto extends ApiKeyDto {
  /**
   * Goes into `X-Api-Key`. It is shown this once, and is nowhere to be found again.
   * @example 'tvk_01939c1e5a3b7c1d9e2f0a1b2c3d4e5f…'
   */
  key!: string;

  static from({ apiKey, text }: ShownApiKey): ShownApiKeyDto {
    return { ...ApiKeyDto.of(apiKey), key: text };
  }
}

export class ApiKeyPageDto {
  data!: ApiKeyDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<ApiKeyView>): ApiKeyPageDto {
    return { data: data.map(ApiKeyDto.of), hasMore, nextCursor };
  }
}
