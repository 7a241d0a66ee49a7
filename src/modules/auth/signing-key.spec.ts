import { createPrivateKey } from 'node:crypto';
import { signingKeyOf } from './signing-key.ts';

// The P-256 key of RFC 7517, appendix A.2.
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
};

describe('signing key', () => {
  const pem = createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();

  it('derives the public half', () => {
    expect(signingKeyOf(pem).publicKey.export({ format: 'jwk' })).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: jwk.x,
      y: jwk.y,
    });
  });

  it('is named by its RFC 7638 thumbprint', () => {
    expect(signingKeyOf(pem).id).toBe('cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s');
  });
});
