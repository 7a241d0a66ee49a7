import type { OpenAPIObject } from '@nestjs/swagger';
import { eachOperation, type Operation } from './operations.ts';

type Parameter = Extract<NonNullable<Operation['parameters']>[number], { in: string }>;
type Node = Readonly<Record<string, unknown>>;

const REFERENCE = '#/components/schemas/';

/** Says what a reader may send: Swagger UI fills in what has an example, and that must do what it seems to. */
export function documentExamples(document: OpenAPIObject): void {
  eachOperation(document, (operation) => {
    operation.parameters = operation.parameters?.map((parameter) =>
      'in' in parameter ? inWords(parameter) : parameter,
    );
    fillBody(operation, (document.components?.schemas ?? {}) as Record<string, Node>);
  });
}

/** Only what must be given is filled in: a `dryRun` that nobody asked for would move nothing. The others' examples are said. */
function inWords(parameter: Parameter): Parameter {
  const { example: ofSchema, ...schema } = (parameter.schema ?? {}) as Node;
  const { example: own, ...rest } = parameter as Omit<Parameter, 'example'> & { readonly example?: unknown };
  const example = own ?? ofSchema;
  if (parameter.required || example === undefined) return parameter;
  if (example === schema['default']) return { ...rest, schema };
  const said = `Such as \`${typeof example === 'string' ? example : JSON.stringify(example)}\`.`;
  return { ...rest, schema, description: [rest.description, said].filter(Boolean).join('\n\n') };
}

/** A body's example is put together here: readers would otherwise make something up for a field that has none. */
function fillBody({ requestBody }: Operation, schemas: Readonly<Record<string, Node>>): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  for (const content of Object.values(requestBody.content)) {
    if (content.examples === undefined) content.example ??= exampleOf(content.schema as Node, schemas);
  }
}

/** Undefined where there is none: an optional field without an example is left out. */
function exampleOf(schema: Node, schemas: Readonly<Record<string, Node>>): unknown {
  const { $ref, allOf, items, properties, enum: values } = schema;
  const given = schema['example'] ?? schema['default'] ?? (values as unknown[] | undefined)?.[0];
  if (given !== undefined) return given;
  if (typeof $ref === 'string') return exampleOf(schemas[$ref.slice(REFERENCE.length)] ?? {}, schemas);
  if (Array.isArray(allOf)) return exampleOf(allOf[0] as Node, schemas);
  if (items !== undefined) return [exampleOf(items as Node, schemas)];
  if (typeof properties !== 'object' || properties === null) return undefined;
  const parts = Object.entries(properties).map(([name, part]) => [name, exampleOf(part as Node, schemas)] as const);
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}
