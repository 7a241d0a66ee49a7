import type { Config } from '../config/index.ts';
import { Cursors } from './cursors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const cursorsWith = (signing: string): Cursors => new Cursors({ secrets: { signing } } as Config);
const cursors = cursorsWith('a signing secret that is long enough');
const position = ['2026-11-21T09:00:00.000Z', '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f'];

describe('a cursor', () => {
  it('gives back the position it was made from', () => {
    const cursor = cursors.encode('transfers', { walletId: 'w1' }, position);
    expect(cursors.decode('transfers', { walletId: 'w1' }, cursor)).toEqual(position);
  });

  it('is not needed for the first page', () => {
    expect(cursors.decode('transfers', {}, undefined)).toBeUndefined();
  });

  it('does not mind the order of filters, nor filters that are undefined', () => {
    const cursor = cursors.encode('transfers', { walletId: 'w1', from: 'x', to: undefined }, position);
    expect(cursors.decode('transfers', { from: 'x', walletId: 'w1' }, cursor)).toEqual(position);
  });

  it('serves no other list', () => {
    const cursor = cursors.encode('transfers', {}, position);
    expect(() => cursors.decode('orders', {}, cursor)).toThrow('invalid_cursor');
  });

  it('serves no other filters', () => {
    const cursor = cursors.encode('transfers', { walletId: 'mine' }, position);
    expect(() => cursors.decode('transfers', { walletId: 'yours' }, cursor)).toThrow('invalid_cursor');
  });

  it('is refused when another key signed it', () => {
    const foreign = cursorsWith('another signing secret, as long as it').encode('transfers', {}, position);
    expect(() => cursors.decode('transfers', {}, foreign)).toThrow('invalid_cursor');
  });

  it('is refused in another spelling of the same bytes', () => {
    const cursor = cursors.encode('transfers', {}, position);
    const others = [...ALPHABET].filter((letter) => letter !== cursor.at(-1));
    for (const other of others) {
      expect(() => cursors.decode('transfers', {}, `${cursor.slice(0, -1)}${other}`)).toThrow('invalid_cursor');
    }
  });

  it('pages through a list that was read whole', () => {
    const list = { name: 'letters', filters: {}, items: ['a', 'b', 'c'], keyOf: (item: string) => item };
    const first = cursors.pageOf(list, { limit: 2 });
    expect(first).toMatchObject({ data: ['a', 'b'], hasMore: true });
    const rest = cursors.pageOf(list, { limit: 2, cursor: first.nextCursor ?? '' });
    expect(rest).toEqual({ data: ['c'], hasMore: false, nextCursor: null });
    expect(cursors.pageOf({ ...list, items: [] }, { limit: 2 })).toEqual({ ...rest, data: [] });
  });

  it.each(['', '.', 'abc', 'abc.def', 'W10.', '%00', 'a.b.c'])('is refused when it is %p', (cursor) => {
    expect(() => cursors.decode('transfers', {}, cursor)).toThrow('invalid_cursor');
  });

  it('is refused with anything after its signature', () => {
    const cursor = cursors.encode('transfers', {}, position);
    expect(() => cursors.decode('transfers', {}, `${cursor}.x`)).toThrow('invalid_cursor');
  });
});
