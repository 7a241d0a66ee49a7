import { ForbiddenException, NotFoundException } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { problemHeaders, problemOf, refusalOf } from './problem.ts';

const withFields = (fields: object): Error => Object.assign(new Error('select secret from account'), fields);

describe('what an error is called on the wire', () => {
  it('is its own code for a refusal', () => {
    expect(problemOf(refusalOf(refuse('insufficient_funds', 'You have 5')), 'r1')).toEqual({
      type: 'urn:trivet:problem:insufficient_funds',
      title: 'The available balance is too small',
      status: 422,
      detail: 'You have 5',
      code: 'insufficient_funds',
      requestId: 'r1',
    });
  });

  it('is internal_error for what nobody expected, and tells nothing of it', () => {
    const problem = problemOf(refusalOf(withFields({ code: '42703' })), 'r1');
    expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it.each([undefined, null, 'text', 7])('is internal_error for a thrown %p', (thrown) => {
    expect(refusalOf(thrown).code).toBe('internal_error');
  });

  it.each([
    [{ code: 'ECONNREFUSED' }],
    [{ code: '57P01' }],
    [{ code: '08006' }],
    [{ code: 'P1001' }],
    [{ name: 'TimeoutError' }],
    [{ message: 'timeout exceeded when trying to connect' }],
    [{ message: 'Connection terminated unexpectedly' }],
    [{ code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } }],
    [{ errors: [{ code: 'ECONNREFUSED' }] }],
    [{ cause: { cause: { code: 'ECONNRESET' } } }],
  ])('is store_unavailable for %o', (fields) => {
    const refusal = refusalOf(withFields(fields));
    expect(refusal.code).toBe('store_unavailable');
    expect(problemHeaders(refusal)).toEqual({ 'retry-after': '1' });
  });

  it('ends with an error that is its own cause', () => {
    const error: { cause?: unknown } = withFields({});
    error.cause = error;
    expect(refusalOf(error).code).toBe('internal_error');
  });

  it.each([
    ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 'payload_too_large'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 'unsupported_media_type'],
    ['FST_ERR_CTP_INVALID_JSON_BODY', 400, 'malformed_request'],
    ['FST_ERR_BAD_URL', 400, 'malformed_request'],
  ])('is what we call %s', (code, statusCode, expected) => {
    expect(refusalOf(withFields({ code, statusCode })).code).toBe(expected);
  });

  it("is internal_error for the framework's own failures", () => {
    expect(refusalOf(withFields({ code: 'FST_ERR_REP_INVALID_PAYLOAD_TYPE', statusCode: 500 })).code).toBe(
      'internal_error',
    );
  });

  it("is what we call Nest's exceptions", () => {
    expect(refusalOf(new NotFoundException()).code).toBe('route_not_found');
    expect(refusalOf(new ForbiddenException()).code).toBe('forbidden');
  });

  it('asks who is not signed in to sign in', () => {
    expect(problemHeaders(refuse('unauthenticated'))).toEqual({ 'www-authenticate': 'Bearer' });
  });
});
