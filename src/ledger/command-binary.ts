/** A command as `commandJson` says it, with the item that it belongs to. */
export type CommandRow = Readonly<Record<string, unknown>>;

// Types of PostgreSQL by their fixed numbers (pg_type.dat).
const OID = { bool: 16, int8: 20, int4: 23, text: 25, timestamptz: 1184, uuid: 2950, jsonb: 3802 };
type Type = keyof typeof OID;

/** The attributes of the SQL type ledger_command, in its order. */
const ATTRIBUTES: readonly (readonly [name: string, type: Type])[] = [
  ['item', 'int4'],
  ['op', 'text'],
  ['id', 'uuid'],
  ['debit', 'uuid'],
  ['credit', 'uuid'],
  ['amount', 'int8'],
  ['asset', 'text'],
  ['kind', 'text'],
  ['hold', 'uuid'],
  ['final', 'bool'],
  ['reverses', 'uuid'],
  ['link', 'uuid'],
  ['owner', 'uuid'],
  ['reference', 'text'],
  ['description', 'text'],
  ['metadata', 'jsonb'],
  ['initiator', 'uuid'],
  ['effective_at', 'timestamptz'],
  ['expires_at', 'timestamptz'],
];

/** The names of these attributes. */
export const COMMAND_ATTRIBUTES = ATTRIBUTES.map(([name]) => name);

const FIRST_SIZE = 256;
const UUID_LENGTH = 36;
const UUID_BYTES = 16;
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const DASHES = [8, 13, 18, 23];
const DASH = 45;
/** What a character counts as a hexadecimal digit; NaN for others. */
const HEX = Float64Array.from({ length: 128 }, (_, code) => parseInt(String.fromCharCode(code), 16));

/** A value that its type cannot hold; named as PostgreSQL names it (invalid_text_representation). */
class Unreadable extends Error {
  readonly code = '22P02';
}

/**
 * Commands as a ledger_command[] in PostgreSQL's binary format, which costs it and us a fraction of JSON. `commandType` is the
 * oid of ledger_command. Throws an error with the code 22P02 when a value is not of its type.
 */
export function encodeCommands(rows: readonly CommandRow[], commandType: number): Buffer {
  const out = new Writer();
  for (const n of [1, 0, commandType, rows.length, 1]) out.int4(n); // dimensions, no null elements, of what, how many, from
  try {
    for (const row of rows) out.sized(() => writeRow(out, row));
  } catch (cause) {
    throw new Unreadable('a command has a value that is not of its type', { cause });
  }
  return out.done();
}

function writeRow(out: Writer, row: CommandRow): void {
  out.int4(ATTRIBUTES.length);
  for (const [name, type] of ATTRIBUTES) {
    out.int4(OID[type]);
    const value = row[name];
    if (value === undefined || value === null) out.int4(-1);
    else out.value(type, value);
  }
}

function whole(value: unknown): number {
  if (!Number.isInteger(value)) throw new Error('no integer');
  return value as number;
}

// BigInt() also reads blanks and hexadecimal numbers.
function digits(value: unknown): string {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) throw new Error('no integer');
  return value;
}

/** A buffer that grows. */
class Writer {
  private buffer = Buffer.allocUnsafe(FIRST_SIZE);
  private length = 0;

  done(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  int4(value: number): void {
    this.room(4);
    this.length = this.buffer.writeInt32BE(value, this.length);
  }

  /** What `write` writes, after its length. */
  sized(write: () => void): void {
    this.int4(0);
    const start = this.length;
    write();
    this.buffer.writeInt32BE(this.length - start, start - 4);
  }

  value(type: Type, value: unknown): void {
    switch (type) {
      case 'uuid':
        return this.uuid(String(value));
      case 'text':
        return this.text(String(value));
      case 'jsonb':
        return this.text(JSON.stringify(value), 1); // the version of the format
      case 'int4':
        this.int4(4);
        return this.int4(whole(value));
      case 'bool':
        if (typeof value !== 'boolean') throw new Error('no boolean');
        this.int4(1);
        this.room(1);
        this.length = this.buffer.writeUInt8(value ? 1 : 0, this.length);
        return undefined;
      case 'int8':
        return this.int8(BigInt(digits(value)));
      case 'timestamptz':
        return this.int8(BigInt((value as Date).getTime() - POSTGRES_EPOCH_MS) * 1_000n);
    }
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  private int8(value: bigint): void {
    this.int4(8);
    this.room(8);
    this.length = this.buffer.writeBigInt64BE(value, this.length);
  }

  private text(value: string, version?: number): void {
    // Half of a surrogate pair would be written as another character, and two texts become one.
    if (!value.isWellFormed()) throw new Error('no Unicode');
    const prefix = version === undefined ? 0 : 1;
    const bytes = Buffer.byteLength(value) + prefix;
    this.int4(bytes);
    this.room(bytes);
    if (version !== undefined) this.buffer[this.length] = version;
    this.buffer.write(value, this.length + prefix);
    this.length += bytes;
  }

  private uuid(value: string): void {
    if (value.length !== UUID_LENGTH || DASHES.some((at) => value.charCodeAt(at) !== DASH)) throw new Error('no UUID');
    this.int4(UUID_BYTES);
    this.room(UUID_BYTES);
    for (let at = 0; at < UUID_LENGTH; at += 2) {
      if (DASHES.includes(at)) at += 1;
      const byte = (HEX[value.charCodeAt(at)] ?? NaN) * 16 + (HEX[value.charCodeAt(at + 1)] ?? NaN);
      if (Number.isNaN(byte)) throw new Error('no UUID');
      this.buffer[this.length++] = byte;
    }
  }
}
