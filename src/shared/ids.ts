import { randomFillSync } from 'node:crypto';

const TIMESTAMP_BYTES = 6;
const UUID_BYTES = 16;
/** Random bytes are fetched for so many ids at once: a call for each costs more than the rest of the id. */
const IDS_AHEAD = 256;

/** Makes ids: UUIDv7 (RFC 9562), so that ids sort by the time they were made. */
export class Ids {
  private readonly random = Buffer.alloc(IDS_AHEAD * UUID_BYTES);
  private used = this.random.length;

  next(atMs: number = Date.now()): string {
    if (this.used === this.random.length) {
      randomFillSync(this.random);
      this.used = 0;
    }
    const bytes = this.random.subarray(this.used, (this.used += UUID_BYTES));
    bytes.writeUIntBE(atMs, 0, TIMESTAMP_BYTES);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
