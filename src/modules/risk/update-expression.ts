type Clause = 'SET' | 'REMOVE' | 'ADD';

/** An update of one DynamoDB item, whose names and values are whatever they are. */
export class UpdateExpression {
  private readonly names = new Map<string, string>();
  private readonly values: Record<string, unknown> = {};
  private readonly clauses: Readonly<Record<Clause, string[]>> = { SET: [], REMOVE: [], ADD: [] };
  private readonly conditions: string[] = [];

  set(attribute: string, value: unknown): this {
    this.clauses.SET.push(`${this.name(attribute)} = ${this.value(value)}`);
    return this;
  }

  setInner(attribute: string, inner: string, value: unknown): this {
    this.clauses.SET.push(`${this.name(attribute)}.${this.name(inner)} = ${this.value(value)}`);
    return this;
  }

  add(attribute: string, amount: bigint): this {
    this.clauses.ADD.push(`${this.name(attribute)} ${this.value(amount)}`);
    return this;
  }

  remove(attribute: string): this {
    this.clauses.REMOVE.push(this.name(attribute));
    return this;
  }

  /** All conditions must hold. */
  whenAbsent(attribute: string): this {
    this.conditions.push(`attribute_not_exists(${this.name(attribute)})`);
    return this;
  }

  whenAtMost(attribute: string, most: bigint): this {
    const name = this.name(attribute);
    this.conditions.push(`(attribute_not_exists(${name}) OR ${name} <= ${this.value(most)})`);
    return this;
  }

  whenInner(attribute: string, inner: string, value: unknown): this {
    this.conditions.push(`${this.name(attribute)}.${this.name(inner)} = ${this.value(value)}`);
    return this;
  }

  build() {
    const parts = Object.entries(this.clauses).filter(([, actions]) => actions.length > 0);
    const some = Object.keys(this.values).length > 0;
    return {
      UpdateExpression: parts.map(([clause, actions]) => `${clause} ${actions.join(', ')}`).join(' '),
      ExpressionAttributeNames: Object.fromEntries([...this.names].map(([attribute, name]) => [name, attribute])),
      ...(some ? { ExpressionAttributeValues: this.values } : {}),
      ...(this.conditions.length > 0 ? { ConditionExpression: this.conditions.join(' AND ') } : {}),
    };
  }

  private name(attribute: string): string {
    const known = this.names.get(attribute) ?? `#n${this.names.size}`;
    this.names.set(attribute, known);
    return known;
  }

  private value(value: unknown): string {
    const name = `:v${Object.keys(this.values).length}`;
    this.values[name] = value;
    return name;
  }
}
