import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ATTEMPT_SECONDS } from './social-attempts.ts';
import type { BrowserMarks, StartedSocial } from './start-social.use-case.ts';

/** `__Host-`: no other host, and nobody on the way, can have set it. */
const LINK = '__Host-trivet-social';
const FORM = '__Host-trivet-social-form';

/** What tells this browser from others, as far as it was here before. */
export const Browsers = createParamDecorator((_data: unknown, context: ExecutionContext): BrowserMarks => {
  const { cookie = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
  return { link: valueOf(cookie, LINK), form: valueOf(cookie, FORM) };
});

/** The cookie by which the browser that comes back is known. A form from the provider's own site brings one only that is of no site. */
export function browserCookie({ browser, formPost }: StartedSocial): string {
  const [name, sameSite] = formPost ? [FORM, 'None'] : [LINK, 'Lax'];
  return `${name}=${browser}; Path=/; Max-Age=${ATTEMPT_SECONDS}; HttpOnly; Secure; SameSite=${sameSite}`;
}

function valueOf(cookie: string, name: string): string | undefined {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
