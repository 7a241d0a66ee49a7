import { randomBytes } from 'node:crypto';

const TIMESTAMP_BYTES = 6;
const UUID_BYTES = 16;

/** Makes ids: UUIDv7 (RFC 9562), so that ids sort by the time they were made. */
export class Ids {
  next(atMs: number = Date.now()): string {
    const bytes = randomBytes(UUID_BYTES);
    bytes.writeUIntBE(atMs, 0, TIMESTAMP_BYTES);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
