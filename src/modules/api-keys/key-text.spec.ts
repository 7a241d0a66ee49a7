import { createHash } from 'node:crypto';
import { containsCardNumber } from '../../shared/card-data.ts';
import { Ids } from '../../shared/ids.ts';
import { newKey, newKeyText, parseKeyText, publicPrefixOf, rotatedKeyText } from './key-text.ts';

const ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';
const CARD_LIKE = 'a4242424-2424-2424-2a4b-0a1b2c3d4e5f';

describe('the text of an API key', () => {
  it('says which key it is, and gives the hash of its secret and never the secret', () => {
    const { text, secretHash } = newKeyText(ID);
    expect(text).toMatch(/^tvk_01939c1e5a3b7c1d9e2f0a1b2c3d4e5f[0-9a-z]{57}$/);
    expect(parseKeyText(text)).toEqual({ keyId: ID, secretHash });
    const secret = text.slice(36, 86);
    expect(secretHash).toBe(createHash('sha256').update(secret).digest('base64url'));
    expect(text.startsWith(publicPrefixOf(ID))).toBe(true);
  });

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => newKeyText(ID).text)).size).toBe(100);
  });

  it('is known to be wrong when any one character of it is', () => {
    const { text } = newKey(new Ids());
    const wrong = Array.from(text, (character, at) => `${text.slice(0, at)}${next(character)}${text.slice(at + 1)}`);
    expect(wrong.filter((each) => parseKeyText(each) !== undefined)).toEqual([]);
  });

  it.each(['', 'tvk_', 'x', `tvk_${'0'.repeat(89)}`, `${newKeyText(ID).text}\n`, ` ${newKeyText(ID).text}`])(
    'is not %p',
    (text) => {
      expect(parseKeyText(text)).toBeUndefined();
    },
  );

  it('never looks like a card’s number, which would be refused in a request', () => {
    class Digits extends Ids {
      private drawn = 0;
      override next(): string {
        return (this.drawn += 1) <= 5 ? CARD_LIKE : ID;
      }
    }
    expect(containsCardNumber(newKeyText(CARD_LIKE).text)).toBe(true);
    expect(newKey(new Digits()).keyId).toBe(ID);
    const ids = new Ids();
    expect(Array.from({ length: 3_000 }, () => newKey(ids).text).filter(containsCardNumber)).toEqual([]);
    const rotated = Array.from({ length: 3_000 }, () => rotatedKeyText(ID).text);
    expect(rotated.filter(containsCardNumber)).toEqual([]);
  });

  it('has one spelling', () => {
    expect(parseKeyText(newKeyText(ID).text.toUpperCase())).toBeUndefined();
  });
});

function next(character: string): string {
  return character === '9' ? '0' : character === 'z' ? 'a' : String.fromCharCode(character.charCodeAt(0) + 1);
}
