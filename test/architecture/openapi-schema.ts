/** The part of JSON Schema that our document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

type Schemas = Readonly<Record<string, Schema>>;

const REFERENCE = '#/components/schemas/';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const FORMATS: Readonly<Record<string, RegExp>> = { uuid: UUID, 'date-time': DATE_TIME, email: /^\S+@\S+\.\S+$/ };

/** Reads the schemas of a document: makes the example that its reader sees, and says what is wrong with one. */
export class SchemaReader {
  constructor(private readonly schemas: Schemas) {}

  resolve(schema: Schema): Schema {
    const name = schema.$ref?.slice(REFERENCE.length);
    if (name === undefined)
      return schema.allOf?.length === 1 ? { ...this.resolve(schema.allOf[0] ?? {}), ...schema } : schema;
    const found = this.schemas[name];
    if (found === undefined) throw new Error(`${schema.$ref} is not in the document`);
    return this.resolve(found);
  }

  /**
   * The example that is put together from those of its parts. An optional field without one is left out, as where two fields
   * exclude each other; a required one is undefined, which is a fault.
   */
  example(given: Schema): unknown {
    const schema = this.resolve(given);
    for (const value of [schema.example, schema.default, schema.enum?.[0]]) if (value !== undefined) return value;
    if (schema.type === 'array') return schema.items && [this.example(schema.items)];
    if (schema.properties === undefined) return undefined;
    const parts = Object.entries(schema.properties).map(([name, part]) => [name, this.example(part)] as const);
    return Object.fromEntries(parts.filter(([name, value]) => value !== undefined || schema.required?.includes(name)));
  }

  /** What is wrong with the value, each with its place in it. */
  faults(given: Schema, value: unknown, place = ''): string[] {
    const schema = this.resolve(given);
    if (value === undefined) return [`${place} has no example`];
    if (Array.isArray(value)) return this.faultsOfList(schema, value, place);
    if (typeof value === 'object' && value !== null) return this.faultsOfObject(schema, { ...value }, place);
    return scalarFaults(schema, value).map((fault) => `${place}: ${JSON.stringify(value)} is ${fault}`);
  }

  private faultsOfList(schema: Schema, value: readonly unknown[], place: string): string[] {
    const { items, minItems = 0, maxItems = Infinity } = schema;
    if (items === undefined) return [`${place} is no list`];
    const size = value.length < minItems || value.length > maxItems ? [`${place} has ${value.length} items`] : [];
    return [...size, ...value.flatMap((item, index) => this.faults(items, item, `${place}/${index}`))];
  }

  private faultsOfObject(schema: Schema, value: Readonly<Record<string, unknown>>, place: string): string[] {
    if (schema.additionalProperties === true) return [];
    const { properties = {}, required = [] } = schema;
    const missing = required.filter((name) => value[name] === undefined).map((name) => `${place}/${name} is missing`);
    const parts = Object.entries(value).flatMap(([name, part]) => {
      const known = properties[name];
      return known === undefined ? [`${place}/${name} is not known`] : this.faults(known, part, `${place}/${name}`);
    });
    return [...missing, ...parts];
  }
}

function scalarFaults(schema: Schema, value: unknown): string[] {
  const types = [schema.type ?? []].flat();
  const isOfType = types.length === 0 || types.some((type) => isOf(type, value));
  const faults = [
    [isOfType, `not of type ${types.join(' or ')}`],
    [schema.enum?.includes(value) ?? true, 'not in the enum'],
    [typeof value !== 'number' || inside(value, schema.minimum, schema.maximum), 'out of bounds'],
    [typeof value !== 'string' || inside(value.length, schema.minLength, schema.maxLength), 'too long or too short'],
    [typeof value !== 'string' || new RegExp(schema.pattern ?? '').test(value), `not like ${schema.pattern}`],
    [typeof value !== 'string' || (FORMATS[schema.format ?? '']?.test(value) ?? true), `no ${schema.format}`],
  ] as const;
  return faults.flatMap(([isRight, fault]) => (isRight ? [] : [fault]));
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function inside(size: number, least = -Infinity, most = Infinity): boolean {
  return size >= least && size <= most;
}
