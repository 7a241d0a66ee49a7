import type { FastifyInstance } from 'fastify';
import { actAs, actAsNobody, type SystemReason } from '../postgres/index.ts';

/** Begins every request on behalf of nobody: whom PostgreSQL shows rows of is said by the guard that knows who asks. */
export function scopeRequests(instance: FastifyInstance): void {
  instance.addHook('preValidation', (_request, _reply, done) => actAsNobody(done));
}

/** The rest of this request is about what is this person's; without one, about what is nobody's. */
export function actForPerson(id: string | undefined): void {
  actAs(id === undefined ? undefined : { person: id });
}

/** The rest of this request is about what is anybody's. */
export function actForAll(reason: SystemReason): void {
  actAs({ system: reason });
}
