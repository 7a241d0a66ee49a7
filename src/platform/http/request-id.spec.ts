import { requestIdOf } from './request-id.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const withHeader = (id: string | string[] | undefined): string => requestIdOf({ headers: { 'x-request-id': id } });

describe("a request's id", () => {
  it.each(['a', 'trace-1.2_3', 'x'.repeat(128)])("is the caller's when it is %p", (id) => {
    expect(withHeader(id)).toBe(id);
  });

  it.each([undefined, '', 'a b', 'x'.repeat(129), 'a\nb', 'ä', '"', '4242424242424242', 'r-4242.4242.4242.4242'])(
    'is a new UUIDv7 when the caller sends %p',
    (id) => {
      expect(withHeader(id)).toMatch(UUID_V7);
    },
  );
});
