import type { Page } from '../../shared/page.ts';
import type { Session } from './session.ts';

export class SessionDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** Whether it is the session of the access token that asks. */
  current!: boolean;
  /** @example 'Mozilla/5.0 (X11; Linux x86_64)' */
  userAgent!: string;
  /** @example '203.0.113.7' */
  ip!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;
  /** @example '2026-11-21T09:15:00.000Z' */
  lastUsedAt!: string;
  /** @example '2026-12-21T09:15:00.000Z' */
  expiresAt!: string;

  static of(session: Session, currentSessionId: string | undefined): SessionDto {
    const { id, userAgent, ip, createdAt, lastUsedAt, expiresAt } = session;
    return {
      id,
      current: id === currentSessionId,
      userAgent,
      ip,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    };
  }
}

export class SessionPageDto {
  data!: SessionDto[];
  hasMore!: boolean;
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<Session>, currentSessionId: string | undefined): SessionPageDto {
    return { data: data.map((session) => SessionDto.of(session, currentSessionId)), hasMore, nextCursor };
  }
}
