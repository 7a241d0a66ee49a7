import { createHmac } from 'node:crypto';
import type { Config } from '../../platform/config/index.ts';
import { QrCodes } from './qr-codes.ts';

const codesWith = (signing: string): QrCodes => new QrCodes({ secrets: { signing } } as Config);
const codes = codesWith('a secret that is at least thirty-two bytes long');

const code = {
  redemptionId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60',
  orderId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e50',
  venueId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e53',
  expiresAt: new Date('2026-11-21T20:16:00.000Z'),
};
const payload = codes.write(code);

describe('a QR code', () => {
  it('says what was written into it', () => {
    expect(payload).toMatch(/^tvt1\.[\w-]+\.[\w-]{43}$/);
    expect(codes.read(payload)).toEqual(code);
  });

  it('is refused when any one character was changed', () => {
    for (let at = 0; at < payload.length; at += 1) {
      const changed = payload.slice(0, at) + (payload[at] === 'A' ? 'B' : 'A') + payload.slice(at + 1);
      expect(() => codes.read(changed)).toThrow('qr_invalid');
    }
  });

  it.each([
    '',
    '.',
    '..',
    'tvt1',
    'tvt1..',
    `${payload}.`,
    `${payload}=`,
    ` ${payload}`,
    payload.slice(0, -1),
    `${payload}A`,
    'ü.😀.\u0000',
  ])('is refused when it is %j', (forged) => {
    expect(() => codes.read(forged)).toThrow('qr_invalid');
  });

  it('is refused when another key signed it', () => {
    expect(() => codes.read(codesWith('another secret that is also thirty-two bytes').write(code))).toThrow(
      'qr_invalid',
    );
  });

  it('is refused when the secret itself, and not the key made from it, signed it', () => {
    const signed = payload.slice(0, payload.lastIndexOf('.'));
    const signature = createHmac('sha256', 'a secret that is at least thirty-two bytes long')
      .update(signed)
      .digest('base64url');
    expect(() => codes.read(`${signed}.${signature}`)).toThrow('qr_invalid');
  });

  it('is drawn as SVG', async () => {
    await expect(codes.svg(payload)).resolves.toMatch(/^<svg [^>]+>.*<\/svg>\s*$/s);
  });
});
