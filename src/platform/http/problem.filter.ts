import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, PROBLEM_TYPE, problemBody, problemHeaders, problemOf, refusalOf } from './problem.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Answers every error with problem+json. Refusals are expected and not logged; the rest is, and tells the client nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = this.send(error, request, http.getResponse<FastifyReply>());
    if (problem.status >= 500) this.log(error, problem);
  }

  private send(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
    const refusal = refusalOf(error);
    const problem = problemOf(refusal, request.id);
    if (reply.sent || reply.raw.headersSent) {
      // A stream that broke half-way cannot be answered any more; closing it tells the client that it is not whole.
      reply.raw.destroy();
      return problem;
    }
    // A guard may have said more precisely how to authenticate.
    const headers = Object.entries(problemHeaders(refusal)).filter(([name]) => !reply.hasHeader(name));
    void reply
      .code(problem.status)
      .headers({ ...Object.fromEntries(headers), [REQUEST_ID_HEADER]: request.id })
      .header('content-type', PROBLEM_TYPE)
      .send(problemBody(problem));
    return problem;
  }

  private log(err: unknown, { code, requestId }: Problem): void {
    const expected = code === 'store_unavailable' || code === 'provider_unavailable';
    this.logger[expected ? 'warn' : 'error']({ msg: code, err, requestId });
  }
}
