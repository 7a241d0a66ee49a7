import type { OpenAPIObject } from '@nestjs/swagger';
import { REFUSAL_TITLES } from '../../../shared/refusal.ts';
import { PROBLEM_TYPE } from '../problem.ts';
import { eachOperation } from './operations.ts';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const PROBLEM_REFERENCE = '#/components/schemas/Problem';

const SCHEMAS: Schemas = {
  FieldProblem: {
    type: 'object',
    required: ['pointer', 'code', 'message'],
    properties: {
      pointer: { type: 'string', description: 'JSON pointer into the request', example: '/items/0/quantity' },
      code: { type: 'string', example: 'is_int' },
      message: { type: 'string', example: 'quantity must be an integer number' },
    },
  },
  Problem: {
    type: 'object',
    description: 'An error (RFC 9457). Branch on `code`, which never changes.',
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri', example: 'urn:trivet:problem:not_found' },
      title: { type: 'string', example: REFUSAL_TITLES.not_found },
      status: { type: 'integer', example: 404 },
      detail: { type: 'string', example: REFUSAL_TITLES.not_found },
      code: { type: 'string', enum: Object.keys(REFUSAL_TITLES), example: 'not_found' },
      requestId: { type: 'string', example: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } },
    },
  },
};

/** Every operation answers errors in one form, so it is said once, as the default response. */
export function documentErrors(document: OpenAPIObject): void {
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...SCHEMAS } };
  eachOperation(document, (operation) => {
    operation.responses['default'] ??= {
      description: 'Refused: see `code`',
      content: { [PROBLEM_TYPE]: { schema: { $ref: PROBLEM_REFERENCE } } },
    };
  });
}
