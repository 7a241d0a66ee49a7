import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

interface RawBodied extends FastifyRequest {
  rawText?: string;
}

/** The route needs its body as it was sent, for a signature goes over bytes and not over what they mean. */
export function KeepsRawBody(): MethodDecorator {
  return RouteConfig({ keepsRawBody: true });
}

/** The body as it was sent, on a route that keeps it; empty when there was none. */
export const RawBody = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  return context.switchToHttp().getRequest<RawBodied>().rawText ?? '';
});

/** Keeps the text on the routes that need it, and lets go of it on all others. */
export function keepRawBody(request: FastifyRequest, text: string): void {
  if (keepsRawBody(request)) (request as RawBodied).rawText = text;
}

/** Whether the request's route looks at the body's signature before anything else of it. */
export function keepsRawBody(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { readonly keepsRawBody?: boolean }).keepsRawBody === true;
}
