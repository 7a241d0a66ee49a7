import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ClientDevice } from './session.ts';

const MAX_USER_AGENT_LENGTH = 256;

/** The device that the request comes from. */
export const Device = createParamDecorator((_data: unknown, context: ExecutionContext): ClientDevice => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { ip: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT_LENGTH) };
});
