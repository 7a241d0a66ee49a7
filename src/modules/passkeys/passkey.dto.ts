import { ApiProperty } from '@nestjs/swagger';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Nested } from '../../platform/http/nested.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import type { Passkey } from './passkey.ts';

const MAX_NAME_LENGTH = 100;
const MAX_ID_LENGTH = 1_400;
const MAX_VALUE_LENGTH = 16_384;
const MAX_TRANSPORTS = 8;
const MAX_TRANSPORT_LENGTH = 32;
const BASE64URL = /^[A-Za-z0-9_-]+$/;
const IS_BASE64URL = { message: '$property must be base64url' };
const LEAST_ALGORITHM = -65_536;

/** What `navigator.credentials` gives, as its `toJSON()` writes it. */
class CredentialDto {
  /** @example 'q83vEjRWeJA' */
  @MaxLength(MAX_ID_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  id!: string;

  /** @example 'q83vEjRWeJA' */
  @MaxLength(MAX_ID_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  rawId!: string;

  /** @example 'public-key' */
  @IsIn(['public-key'])
  type!: 'public-key';

  @OptionalField()
  @IsIn(['platform', 'cross-platform'])
  authenticatorAttachment?: 'platform' | 'cross-platform';

  /** Nothing is taken from it. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  @OptionalField()
  @IsObject()
  clientExtensionResults?: object;
}

class AttestationDto {
  /** @example 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0' */
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  clientDataJSON!: string;

  /** @example 'o2NmbXRkbm9uZQ' */
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  attestationObject!: string;

  @OptionalField()
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  authenticatorData?: string;

  /** @example ['internal'] */
  @OptionalField()
  @IsArray()
  @ArrayMaxSize(MAX_TRANSPORTS)
  @IsString({ each: true })
  @MaxLength(MAX_TRANSPORT_LENGTH, { each: true })
  transports?: string[];

  @OptionalField()
  @IsInt()
  @Min(LEAST_ALGORITHM)
  @Max(0)
  publicKeyAlgorithm?: number;

  @OptionalField()
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  publicKey?: string;
}

class AssertionDto {
  /** @example 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0' */
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  clientDataJSON!: string;

  /** @example 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ' */
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  authenticatorData!: string;

  /** @example 'MEUCIQDx' */
  @MaxLength(MAX_VALUE_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  signature!: string;

  @OptionalField()
  @MaxLength(MAX_ID_LENGTH)
  @Matches(BASE64URL, IS_BASE64URL)
  userHandle?: string;
}

export class AttestedCredentialDto extends CredentialDto {
  @Nested(() => AttestationDto)
  response!: AttestationDto;
}

export class AssertedCredentialDto extends CredentialDto {
  @Nested(() => AssertionDto)
  response!: AssertionDto;
}

export class AddPasskeyDto {
  /** @example 'My phone' */
  @PlainText({ min: 1, max: MAX_NAME_LENGTH })
  name!: string;

  /** What `navigator.credentials.create()` gave for the options. */
  @Nested(() => AttestedCredentialDto)
  credential!: AttestedCredentialDto;
}

export class UsePasskeyDto {
  /** What `navigator.credentials.get()` gave for the options. */
  @Nested(() => AssertedCredentialDto)
  credential!: AssertedCredentialDto;
}

export function attestationOf({
  clientExtensionResults = {},
  ...credential
}: AttestedCredentialDto): RegistrationResponseJSON {
  return { ...credential, clientExtensionResults };
}

export function assertionOf({
  clientExtensionResults = {},
  ...credential
}: AssertedCredentialDto): AuthenticationResponseJSON {
  return { ...credential, clientExtensionResults };
}

export class PasskeyOptionsDto {
  /** For `navigator.credentials`, after `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`. Good for five minutes, and once. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  publicKey!: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON;

  static of(publicKey: PasskeyOptionsDto['publicKey']): PasskeyOptionsDto {
    return { publicKey };
  }
}

export class PasskeyDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'My phone' */
  name!: string;
  /** Whether it is kept in an account of its maker's, and so on more than one device. */
  backedUp!: boolean;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;
  /** @example null */
  lastUsedAt!: string | null;

  static of({ id, name, backedUp, createdAt, lastUsedAt }: Passkey): PasskeyDto {
    return {
      id,
      name,
      backedUp,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt === null ? null : lastUsedAt.toISOString(),
    };
  }
}

export class PasskeysDto {
  /** At most 20, the oldest first. */
  data!: PasskeyDto[];

  static of(passkeys: readonly Passkey[]): PasskeysDto {
    return { data: passkeys.map((passkey) => PasskeyDto.of(passkey)) };
  }
}
