// The demo's people and places: made up, and the same every time.

export const DEMO_PASSWORD = 'Trivet-demo-1';
export const VENUES_PER_CITY = 200;
const SPREAD_DEGREES = 0.12;

export const SPREAD_BASIS_POINTS = 50;

/** Made up, like everything here. */
export const RATES = [
  { pair: 'USD-INR', rate: '83.25' },
  { pair: 'EUR-USD', rate: '1.0842' },
  { pair: 'GBP-USD', rate: '1.2715' },
  { pair: 'USD-JPY', rate: '151.37' },
  { pair: 'EUR-INR', rate: '90.26' },
] as const;

export interface DemoPerson {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly roles: readonly string[];
  readonly what: string;
}

export interface DemoVenue {
  readonly name: string;
  readonly address: string;
  readonly currency: string;
  readonly latitude: number;
  readonly longitude: number;
}

export interface DemoMenuItem {
  readonly name: string;
  readonly category: string;
  readonly price: number;
}

export const PEOPLE: readonly DemoPerson[] = [
  {
    email: 'admin@trivet.example',
    firstName: 'Ada',
    lastName: 'Admin',
    roles: ['admin'],
    what: 'may do everything there is, such as setting rates, adjusting wallets and closing days',
  },
  {
    email: 'manager@trivet.example',
    firstName: 'Mona',
    lastName: 'Manager',
    roles: ['venue_manager'],
    what: 'has an account, runs the first venue’s menu and staff, and may open venues',
  },
  {
    email: 'bartender@trivet.example',
    firstName: 'Bart',
    lastName: 'Tender',
    roles: ['bartender'],
    what: 'has an account, and redeems treats at the first venue',
  },
  {
    email: 'alice@trivet.example',
    firstName: 'Alice',
    lastName: 'Example',
    roles: [],
    what: 'has money in INR and USD, and a friend to send some to',
  },
  {
    email: 'bob@trivet.example',
    firstName: 'Bob',
    lastName: 'Example',
    roles: [],
    what: 'has money in INR and USD, and a friend to send some to',
  },
  {
    email: 'auditor@trivet.example',
    firstName: 'Otto',
    lastName: 'Auditor',
    roles: ['auditor'],
    what: 'reads and verifies the books, jobs and outbox; changes nothing',
  },
  {
    email: 'cashier@trivet.example',
    firstName: 'Cato',
    lastName: 'Cashier',
    roles: ['cashier'],
    what: 'a branch’s cashier: sees an account of their own and nothing else yet',
  },
  {
    email: 'branch-manager@trivet.example',
    firstName: 'Bea',
    lastName: 'Branch',
    roles: ['branch_manager'],
    what: 'a branch’s manager: sees an account of their own and nothing else yet',
  },
  {
    email: 'mandate-maker@trivet.example',
    firstName: 'Mara',
    lastName: 'Maker',
    roles: ['mandate_maker'],
    what: 'prepares mandates: sees an account of their own and nothing else yet',
  },
  {
    email: 'mandate-checker@trivet.example',
    firstName: 'Chen',
    lastName: 'Checker',
    roles: ['mandate_checker'],
    what: 'approves mandates: sees an account of their own and nothing else yet',
  },
  {
    email: 'finance@trivet.example',
    firstName: 'Fay',
    lastName: 'Finance',
    roles: ['finance_approver'],
    what: 'reads the books, and approves or rejects adjustments that somebody else asked for',
  },
  {
    email: 'support@trivet.example',
    firstName: 'Sam',
    lastName: 'Support',
    roles: ['support'],
    what: 'answers customers: reads people, and verifies their details',
  },
];

const CITIES = [
  {
    name: 'New York',
    currency: 'USD',
    latitude: 40.7128,
    longitude: -74.006,
    streets: ['Water Street', 'Pearl Street', 'Canal Street', 'Grand Street'],
  },
  {
    name: 'Bengaluru',
    currency: 'INR',
    latitude: 12.9716,
    longitude: 77.5946,
    streets: ['Church Street', 'Residency Road', 'Lavelle Road', 'Brigade Road'],
  },
] as const;
const ADJECTIVES = ['Copper', 'Quiet', 'Golden', 'Crooked', 'Blue', 'Lucky', 'Salty', 'Velvet', 'Rusty', 'Silver'];
const NOUNS = ['Trivet', 'Kettle', 'Lantern', 'Anchor', 'Fiddle', 'Sparrow', 'Compass', 'Barrel', 'Tram', 'Orchard'];
const DRINKS = [
  { name: 'House lager', category: 'Beer', usd: 700, inr: 32_000 },
  { name: 'Old fashioned', category: 'Cocktails', usd: 1_400, inr: 65_000 },
  { name: 'Lime soda', category: 'Soft drinks', usd: 400, inr: 12_000 },
];

/** 200 venues around each city's centre; the first of each stands on the centre itself. */
export function venues(): DemoVenue[] {
  return CITIES.flatMap((city, cityIndex) => {
    const random = randomFrom(cityIndex + 1);
    return Array.from({ length: VENUES_PER_CITY }, (_, index) => {
      const offset = () => (index === 0 ? (random(), 0) : (random() - 0.5) * SPREAD_DEGREES);
      const street = city.streets[index % city.streets.length];
      return {
        name: `The ${ADJECTIVES[Math.floor(index / NOUNS.length) % ADJECTIVES.length]} ${NOUNS[index % NOUNS.length]}${index < 100 ? '' : ' II'}`,
        address: `${index + 1} ${street}, ${city.name}`,
        currency: city.currency,
        latitude: rounded(city.latitude + offset()),
        longitude: rounded(city.longitude + offset()),
      };
    });
  });
}

export function menu(currency: string): DemoMenuItem[] {
  return DRINKS.map(({ name, category, usd, inr }) => ({ name, category, price: currency === 'USD' ? usd : inr }));
}

/** Mulberry32: a small generator that gives the same numbers on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(6));
}
