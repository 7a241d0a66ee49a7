/** When the money is taken: with the charge, or later of what the charge has set aside on the card. */
export const CAPTURES = ['automatic', 'manual'] as const;
export type Capture = (typeof CAPTURES)[number];
