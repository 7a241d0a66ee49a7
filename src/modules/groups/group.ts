/** A person may be in this many groups. */
export const MAX_GROUPS_PER_PERSON = 100;
export const MAX_MEMBERS_PER_GROUP = 100;
/** Invitations of a group that wait for an answer. */
export const MAX_PENDING_INVITATIONS_PER_GROUP = 100;

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly createdAt: Date;
}

export interface GroupSummary extends Group {
  readonly memberCount: number;
}

export interface GroupMember {
  readonly userId: string;
  readonly joinedAt: Date;
}

export type InvitationStatus = 'pending' | 'accepted' | 'declined';

export interface Invitation {
  readonly id: string;
  readonly groupId: string;
  readonly inviteeId: string;
  readonly inviterId: string;
  readonly status: InvitationStatus;
  readonly createdAt: Date;
}

export interface NamedInvitation extends Invitation {
  readonly groupName: string;
}
