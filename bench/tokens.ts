import { randomUUID, sign } from 'node:crypto';
import { SIGNING_ALGORITHM, signingKeyOf } from '../src/modules/auth/signing-key.ts';

const LIFETIME_SECONDS = 86_400;

/** Signs an access token as the application does, for people who never registered. The lifetime outlasts the bench. */
export function accessTokens(environment: NodeJS.ProcessEnv): (userId: string) => string {
  const { JWT_PRIVATE_KEY = '', JWT_ISSUER: iss, JWT_AUDIENCE: aud } = environment;
  const { privateKey, id: kid } = signingKeyOf(Buffer.from(JWT_PRIVATE_KEY, 'base64').toString());
  const header = part({ alg: SIGNING_ALGORITHM, typ: 'JWT', kid });
  const iat = Math.floor(Date.now() / 1000);
  return (sub) => {
    const claims = { sub, sid: randomUUID(), roles: ['customer'], iat, exp: iat + LIFETIME_SECONDS, iss, aud };
    const signed = `${header}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
