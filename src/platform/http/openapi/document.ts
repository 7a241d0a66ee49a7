import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { documentErrors } from './errors.ts';
import { withMomentsNear } from './example-moments.ts';
import { documentExamples } from './examples.ts';
import { withNullTypes } from './null-types.ts';
import { eachOperation, type Operation } from './operations.ts';
import { API_KEY, BEARER, documentSecurity } from './security.ts';

const DESCRIPTION = [
  'A payments backend on one double-entry ledger. Amounts are integers in minor units.',
  'Errors are `application/problem+json` with a permanent `code`. Lists are read with `limit` and `cursor`.',
].join('\n\n');

/**
 * The OpenAPI 3.1 document of the whole API. Equal code gives equal text: names are sorted. Read on a day, its examples are of
 * about that day; without one they are as they were written.
 */
export function createOpenApiDocument(app: INestApplication, today?: Date): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Trivet API')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .setOpenAPIVersion('3.1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, BEARER)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, API_KEY)
    .build();
  const written = SwaggerModule.createDocument(app, base, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const document = today === undefined ? written : withMomentsNear(written, today);
  documentErrors(document);
  documentExamples(document);
  eachOperation(document, documentSecurity);
  eachOperation(document, describeResponses);
  document.tags = tagsOf(document);
  return sorted(withNullTypes(document));
}

// A response needs a description; a handler that gives none means what its status means.
function describeResponses({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    if (response && 'description' in response) response.description ||= STATUS_CODES[status] ?? 'Success';
  }
}

function tagsOf(document: OpenAPIObject): { name: string }[] {
  const names = new Set<string>();
  eachOperation(document, ({ tags = [] }) => tags.forEach((tag) => names.add(tag)));
  return [...names].sort().map((name) => ({ name }));
}

function sorted(document: OpenAPIObject): OpenAPIObject {
  const { paths, components, ...rest } = document;
  const schemas = byName(components?.schemas ?? {});
  return { ...rest, paths: byName(paths), components: { ...components, schemas } };
}

function byName<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string };
  return version;
}
