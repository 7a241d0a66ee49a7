import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, MaxLength, ValidateIf } from 'class-validator';
import { Uuid } from '../../platform/http/uuid.ts';
import type { Page } from '../../shared/page.ts';
import type { InvitationStatus, NamedInvitation } from './group.ts';

const MAX_EMAIL_LENGTH = 254;

/** Whom to invite: by id or by address, not both. */
export class InviteDto {
  /** The person's id. Either this or `email`. */
  @ApiProperty({ required: false, example: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' })
  @ValidateIf((body: InviteDto) => body.userId !== undefined || body.email === undefined)
  @Uuid()
  userId?: string;

  /**
   * The person's address. Either this or `userId`.
   * @example 'bob@trivet.example'
   */
  @ValidateIf((body: InviteDto) => body.email !== undefined)
  @IsString()
  @MaxLength(MAX_EMAIL_LENGTH)
  @IsEmail()
  email?: string;
}

/** Either field, for the two together are refused. */
export const INVITE_EXAMPLES = {
  byId: { value: { userId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' } },
  byAddress: { value: { email: 'bob@trivet.example' } },
};

export class InviteAcceptedDto {
  /**
   * Always the same: whether there is such a person is not said.
   * @example 'accepted'
   */
  status!: 'accepted';
}

export class InvitedGroupDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'Friday friends' */
  name!: string;
}

export class InvitationDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e61' */
  id!: string;
  group!: InvitedGroupDto;
  /**
   * Who invited.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60'
   */
  inviterId!: string;
  /** @example 'pending' */
  status!: InvitationStatus;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;

  static of({ id, groupId, groupName, inviterId, status, createdAt }: NamedInvitation): InvitationDto {
    return { id, group: { id: groupId, name: groupName }, inviterId, status, createdAt: createdAt.toISOString() };
  }
}

export class InvitationPageDto {
  data!: InvitationDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<NamedInvitation>): InvitationPageDto {
    return { data: data.map((invitation) => InvitationDto.of(invitation)), hasMore, nextCursor };
  }
}
