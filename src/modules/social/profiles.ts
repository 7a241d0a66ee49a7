/** What a provider says of somebody, in our words. */
export interface SocialProfile {
  readonly subject?: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const MAX_SUBJECT_LENGTH = 255;
const MAX_EMAIL_LENGTH = 254;
const MAX_NAME_LENGTH = 100;

/** The standard claims of OpenID Connect. Apple says `"true"` where others say `true`. */
export function fromClaims(claims: Fields): SocialProfile {
  const { sub, email, email_verified: verified, given_name: first, family_name: last } = claims;
  return profile({ subject: sub, email, verified: verified === true || verified === 'true', first, last });
}

/** Facebook says no more of an address than that it was given. */
export function fromFacebook({ id, email, first_name: first, last_name: last }: Fields): SocialProfile {
  return profile({ subject: id, email, verified: false, first, last });
}

/** Instagram knows no address. */
export function fromInstagram({ user_id: userId, id }: Fields): SocialProfile {
  return profile({ subject: userId ?? id });
}

/** TikTok knows no address; its answer is wrapped, and a failure is one of its fields. */
export function fromTikTok({ data }: Fields): SocialProfile {
  const { open_id: subject, display_name: first } = inside(inside(data)['user']);
  return profile({ subject, first });
}

/** Snapchat knows no address; its answer is that of a GraphQL query. */
export function fromSnapchat({ data }: Fields): SocialProfile {
  const { externalId: subject, displayName: first } = inside(inside(data)['me']);
  return profile({ subject, first });
}

/** X gives the address that its owner confirmed, to apps that may see it. */
export function fromX({ data }: Fields): SocialProfile {
  const { id, name, confirmed_email: email } = inside(data);
  return profile({ subject: id, email, verified: true, first: name });
}

/** The name that Apple sends along in the form, the first time only. It is not signed: a name, and never more. */
export function nameFromForm(user: string | null): Pick<SocialProfile, 'firstName' | 'lastName'> {
  try {
    const { firstName: first, lastName: last } = inside(inside(JSON.parse(user ?? '{}'))['name']);
    return { firstName: name(first), lastName: name(last) };
  } catch {
    return {};
  }
}

function profile(given: {
  subject: unknown;
  email?: unknown;
  verified?: boolean;
  first?: unknown;
  last?: unknown;
}): SocialProfile {
  const email = address(given.email);
  return {
    subject: subjectOf(given.subject),
    email,
    emailVerified: email !== undefined && given.verified === true,
    firstName: name(given.first),
    lastName: name(given.last),
  };
}

// Some call people by numbers.
function subjectOf(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && text.length > 0 && text.length <= MAX_SUBJECT_LENGTH ? text : undefined;
}

function address(value: unknown): string | undefined {
  const isOne =
    typeof value === 'string' && value.length <= MAX_EMAIL_LENGTH && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value);
  return isOne ? value : undefined;
}

function name(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.isWellFormed()) return undefined;
  const clean = value
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH);
  return clean !== '' && clean.isWellFormed() ? clean : undefined;
}

function inside(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
