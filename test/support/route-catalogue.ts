import type { Catalogue } from './route-case.ts';
import { ROUTES_OF_EXCHANGE } from './routes-of-exchange.ts';
import { ROUTES_OF_IDENTITY } from './routes-of-identity.ts';
import { ROUTES_OF_MONEY } from './routes-of-money.ts';
import { ROUTES_OF_OPERATIONS, ROUTES_OF_PEOPLE } from './routes-of-people.ts';
import { ROUTES_OF_PRIVACY } from './routes-of-privacy.ts';
import { ROUTES_OF_READS } from './routes-of-reads.ts';
import { ROUTES_OF_RISK } from './routes-of-risk.ts';
import { ROUTES_OF_SETTINGS } from './routes-of-settings.ts';
import { ROUTES_OF_SETTLEMENTS } from './routes-of-settlements.ts';
import { ROUTES_OF_SIGN_IN } from './routes-of-sign-in.ts';
import { ROUTES_OF_SOCIAL } from './routes-of-social.ts';
import { ROUTES_OF_TREATS } from './routes-of-treats.ts';
import { ROUTES_OF_WRITES } from './routes-of-writes.ts';

/** A good request for every route, and what its fields are: what is refused on each follows from it. */
export const ROUTE_CATALOGUE: Catalogue = {
  ...ROUTES_OF_MONEY,
  ...ROUTES_OF_EXCHANGE,
  ...ROUTES_OF_WRITES,
  ...ROUTES_OF_READS,
  ...ROUTES_OF_SETTLEMENTS,
  ...ROUTES_OF_TREATS,
  ...ROUTES_OF_SIGN_IN,
  ...ROUTES_OF_PEOPLE,
  ...ROUTES_OF_PRIVACY,
  ...ROUTES_OF_IDENTITY,
  ...ROUTES_OF_SOCIAL,
  ...ROUTES_OF_OPERATIONS,
  ...ROUTES_OF_SETTINGS,
  ...ROUTES_OF_RISK,
};
